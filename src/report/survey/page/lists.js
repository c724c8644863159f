// Long lists: tables that sort, and windows onto thousands of rows.

/** Rows of a list that are drawn at first, and with each step. */
const PAGE = 50;
const STEP = 200;
/** Rows of one list that go to paper. */
const PAPER = 2000;
/** What each list showed, so that it survives a change of language. */
const kept = new Map();
/** Lists on the page, for printing and for deep links. */
let lists = [];

/**
 * A window onto `items`: draws some, and more on demand in both directions.
 * `draw(item)` gives an element; `into` is where they go.
 */
function windowed(key, items, draw, into) {
  const view = kept.get(key) ?? { from: 0, to: PAGE };
  kept.set(key, view);
  const before = h('p', { class: 'more' });
  const after = h('p', { class: 'more' });
  const list = {
    key, items, before, after,
    show() {
      view.to = Math.min(Math.max(view.to, Math.min(PAGE, list.items.length)), list.items.length);
      view.from = Math.min(view.from, Math.max(0, view.to - 1));
      into.replaceChildren(...list.items.slice(view.from, view.to).map(draw));
      list.tell();
    },
    tell() {
      const rest = list.items.length - view.to;
      before.replaceChildren(...(view.from ? [button(say(`show ${Math.min(STEP, view.from)} before`, `显示前 ${Math.min(STEP, view.from)} 条`), () => list.earlier())] : []));
      after.replaceChildren(...(rest > 0 || view.from ? [
        h('span', { class: 'range' }, say(`${number(view.from + 1)} to ${number(view.to)} of ${number(list.items.length)}`, `第 ${number(view.from + 1)}～${number(view.to)} 条，共 ${number(list.items.length)} 条`)),
        rest > 0 ? button(say(`show ${number(Math.min(STEP, rest))} more`, `再显示 ${number(Math.min(STEP, rest))} 条`), () => list.later()) : null,
      ].filter(Boolean) : []));
    },
    later() {
      const from = view.to;
      view.to = Math.min(view.to + STEP, list.items.length);
      into.append(...list.items.slice(from, view.to).map(draw));
      list.tell();
      (into.children[from - view.from]?.querySelector('a, button, summary') ?? after).focus?.();
    },
    earlier() {
      const to = view.from;
      view.from = Math.max(0, view.from - STEP);
      into.prepend(...list.items.slice(view.from, to).map(draw));
      list.tell();
    },
    /** Brings an item into the window. */
    reach(index) {
      if (index < view.from || index >= view.to) {
        view.from = Math.max(0, index - (index % PAGE));
        view.to = Math.min(list.items.length, view.from + PAGE);
        list.show();
      }
    },
    renew(renewed) {
      list.items = renewed;
      view.from = 0;
      view.to = Math.min(PAGE, renewed.length);
      list.show();
    },
    /** All of it for paper, up to what is sensible; gives what undoes it. */
    print() {
      if (view.from === 0 && view.to >= list.items.length) return () => {};
      const { from, to } = view;
      view.from = 0;
      view.to = Math.min(list.items.length, PAPER);
      list.show();
      const cut = list.items.length - view.to;
      const note = cut > 0 ? h('p', { class: 'nothing' }, say(`${count(cut, 'more is', 'more are', '')} not printed; filters choose which are.`, `另有 ${number(cut)} 条未打印，可用筛选选择。`)) : null;
      if (note) after.after(note);
      return () => { note?.remove(); view.from = from; view.to = to; list.show(); };
    },
  };
  list.show();
  lists.push(list);
  return list;
}

const collator = new Intl.Collator(['en', 'zh'], { numeric: true });
function compare(a, b) {
  if (a === b) return 0;
  // What is not there comes last, whichever way is sorted.
  if (a === null || a === undefined) return 1;
  if (b === null || b === undefined) return -1;
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
}

/**
 * A table: `columns` are `{head, cell(row), sort?(row)}`, and one of `figure`, `wide`, `share` (a bar). On
 * narrow screens the rows of `cards` become cards, and `slim` goes without its bars.
 */
function table(key, caption, columns, rows, { form = 'cards' } = {}) {
  const kind = (column) => ['figure', 'wide', 'share'].find((it) => column[it]) ?? null;
  const body = h('tbody', { role: 'rowgroup' });
  const sortKey = `sort:${key}`;
  const heads = columns.map((column, index) => {
    const sortable = column.sort ? button(column.head, () => sortBy(index), {}) : column.head;
    return h('th', { scope: 'col', role: 'columnheader', class: kind(column), 'aria-sort': column.sort ? 'none' : null, 'data-head': column.sort ? column.head : null }, sortable);
  });
  const draw = (row) => h('tr', { role: 'row' }, columns.map((column) => h('td', { role: 'cell', class: kind(column), 'data-head': column.head }, h('div', {}, column.cell(row) ?? null))));
  const list = windowed(key, rows, draw, body);

  function arrange() {
    const chosen = kept.get(sortKey);
    heads.forEach((head, index) => {
      if (columns[index].sort) head.setAttribute('aria-sort', chosen?.index === index ? chosen.way : 'none');
    });
    if (!chosen) return;
    const { sort } = columns[chosen.index];
    const way = chosen.way === 'ascending' ? 1 : -1;
    const keyed = rows.map((row, index) => ({ row, index, by: sort(row) }));
    keyed.sort((a, b) => (a.by === null || a.by === undefined || b.by === null || b.by === undefined ? compare(a.by, b.by) : way * compare(a.by, b.by)) || a.index - b.index);
    list.renew(keyed.map((it) => it.row));
  }
  function sortBy(index) {
    const chosen = kept.get(sortKey);
    const first = columns[index].figure ? 'descending' : 'ascending';
    const other = first === 'ascending' ? 'descending' : 'ascending';
    kept.set(sortKey, { index, way: chosen?.index === index && chosen.way === first ? other : first });
    arrange();
    const way = kept.get(sortKey).way;
    announce(say(`sorted by ${columns[index].head}, ${way}`, `按${columns[index].head}${way === 'ascending' ? '升序' : '降序'}排列`));
  }
  if (kept.get(sortKey)) arrange();

  return h('div', { class: 'listing' },
    list.before,
    h('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': caption },
      h('table', { role: 'table', class: form },
        h('caption', {}, caption),
        h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, heads)),
        body)),
    list.after);
}

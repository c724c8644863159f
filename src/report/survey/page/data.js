// The survey as the page holds it: unpacked once, looked up by index and by fingerprint.

/** Whether a string stands for an entry of the pool: `~12`. A string that begins with a tilde itself is written with two. */
const TILDE = 126;

/** Undoes what `packing.rs` does: repeated values from the pool, lists of like objects from columns. */
function unpack({ pool, value }) {
  const values = [];
  const read = (it) => {
    if (typeof it === 'string') {
      if (it.charCodeAt(0) !== TILDE) return it;
      return it.charCodeAt(1) === TILDE ? it.slice(1) : values[+it.slice(1)];
    }
    if (it === null || typeof it !== 'object') return it;
    if (Array.isArray(it)) return it.map(read);
    const columns = it['~'];
    if (columns) {
      return it.rows.map((row) => {
        if (typeof row === 'string') return read(row);
        const made = {};
        for (let i = 0; i < columns.length; i += 1) made[columns[i]] = read(row[i]);
        return made;
      });
    }
    const made = {};
    for (const key of Object.keys(it)) made[key] = read(it[key]);
    return made;
  };
  for (const it of pool) values.push(read(it));
  return read(value);
}

/** The text of the data block: as it is, or deflated and in base64 where it is long. */
async function dataText() {
  const block = document.getElementById('survey-data');
  if (block.dataset.form !== 'deflate') return block.textContent;
  if (typeof DecompressionStream === 'undefined') throw new Error('no DecompressionStream');
  const bytes = Uint8Array.from(atob(block.textContent.trim()), (it) => it.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).text();
}

/** Everything that the page knows. Filled by `load`. */
const book = { survey: null, findings: new Map(), rules: new Map(), levels: new Map(), statuses: new Map(), sectors: new Map(), keys: new Map() };

function load(survey) {
  book.survey = survey;
  survey.findings.forEach((it, index) => {
    it.index = index;
    book.findings.set(it.fingerprint, it);
  });
  for (const it of survey.rules) book.rules.set(it.code, it);
  for (const it of survey.summary.by_level) book.levels.set(it.key, it.label);
  for (const it of survey.summary.by_status) book.statuses.set(it.key, it.label);
  survey.standards.forEach((it, index) => book.keys.set(it.key, index));
  for (const it of [...(survey.coverage?.headings ?? []), ...(survey.coverage?.sectors ?? [])]) book.sectors.set(it.code, it.label);
  for (const it of [...survey.summary.by_sector, ...survey.gaps_by_sector]) if (it.label.en !== it.sector || !book.sectors.has(it.sector)) book.sectors.set(it.sector, it.label);
}

const standard = (index) => (index === null || index === undefined ? null : book.survey.standards[index]);
const standardName = (it) => (it ? it.id ?? it.key : '');
const finding = (fingerprint) => book.findings.get(fingerprint);

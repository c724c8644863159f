// Drawing. Two canvases: the graph, and above it what is marked, so that marking never draws the graph anew.

/** World to screen: `x * k + dx`. */
const camera = { k: 1, x: 0, y: 0 };
const canvas = $("picture");
const marks = $("marks");
let ink = {};
/** Paths of the links by look, in world coordinates, until the choice changes. */
let linkPaths = null;

const FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";
/** Links with arrows, and names, that are drawn at most: more would only be grey. */
const MOST_ARROWS = 1500;
const MOST_NAMES = 220;

function readInk() {
  const names = ["paper", "wash", "ink", "quiet", "line", "accent", "error", "warning", "international", "regional",
    "national", "sector", "local", "association", "enterprise", "unknown"];
  ink = Object.fromEntries(names.map(name => [name, colour(name)]));
}

function addShape(path, level, x, y, r) {
  const shape = SHAPES[level];
  if (!shape) {
    path.moveTo(x + r, y);
    path.arc(x, y, r, 0, 2 * Math.PI);
    return;
  }
  shape.forEach(([dx, dy], at) => at ? path.lineTo(x + dx * r, y + dy * r) : path.moveTo(x + dx * r, y + dy * r));
  path.closePath();
}

/** A link is bent a little, so that there and back are two lines. */
function bend(link) {
  const { from, to } = link;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  return [(from.x + to.x) / 2 + dy * .1, (from.y + to.y) / 2 - dx * .1];
}

function addLink(path, link) {
  const { from, to } = link;
  if (from === to) {
    path.moveTo(from.x, from.y - from.radius);
    path.arc(from.x + from.radius, from.y - from.radius, from.radius, Math.PI, 2.5 * Math.PI);
    return;
  }
  path.moveTo(from.x, from.y);
  path.quadraticCurveTo(...bend(link), to.x, to.y);
}

/** Colour, width and dashes of a link. */
function lookOf(link) {
  const kind = kindWord(link);
  const role = link.role === null ? "" : DATA.roles[link.role][0];
  if (kind === "adopts") return ["national", 2, []];
  if (kind === "replaces") return ["error", 1.2, [6, 4]];
  if (kind === "amends") return ["warning", 1.2, [6, 3, 1, 3]];
  if (kind === "maps") return ["association", 1.2, []];
  if (kind === "part-of" || kind === "edition-of") return ["quiet", 1.2, [1, 3]];
  return role === "informative" ? ["quiet", 1, [2, 4]] : ["quiet", 1, []];
}

function groupLinks() {
  const groups = new Map();
  for (const link of LINKS) {
    if (!shown.links[link.at]) continue;
    const look = lookOf(link);
    const name = look.join();
    if (!groups.has(name)) groups.set(name, { look, path: new Path2D(), count: 0 });
    addLink(groups.get(name).path, link);
  }
  return [...groups.values()];
}

/** Draws the graph on a context of that size, in pixels of the page, as `view` sees it. */
function drawGraph(context, width, height, ratio, view) {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  drawBands(context, width, height, view);
  linkPaths ??= groupLinks();
  const many = Math.sqrt(Math.max(1, shown.linkCount));
  context.setTransform(ratio * view.k, 0, 0, ratio * view.k, ratio * view.x, ratio * view.y);
  for (const { look: [name, wide, dash], path } of linkPaths) {
    context.strokeStyle = ink[name];
    context.globalAlpha = Math.min(.75, Math.max(.1, (name === "quiet" ? 11 : 22) / many) * Math.min(2, Math.max(1, view.k * 1.4)));
    context.lineWidth = wide / view.k;
    context.setLineDash(dash.map(it => it / view.k));
    context.stroke(path);
  }
  context.setLineDash([]);
  context.globalAlpha = 1;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const seen = inSight(width, height, view);
  if (view.k > .5) drawArrows(context, seen, view);
  drawNodes(context, seen, view);
  drawNames(context, BY_WEIGHT.filter(node => shown.nodes[node.at]), width, height, view,
    Math.min(MOST_NAMES, width * height / (view.k < .25 ? 14000 : 3500)));
  drawBandNames(context, width, height, view);
}

const screen = (node, view) => [node.x * view.k + view.x, node.y * view.k + view.y];
/** Far away, documents shrink less than the drawing; near, they stop growing. */
const radius = (node, view) => Math.max(1.1, node.radius * (view.k < .4 ? Math.sqrt(view.k * .4) : Math.min(1.3, view.k)));
/** Below this radius nothing can be told but the colour. */
const DOT = 2.6;

function inSight(width, height, view) {
  return NODES.filter(node => {
    if (!shown.nodes[node.at]) return false;
    const [x, y] = screen(node, view);
    return x > -40 && y > -40 && x < width + 40 && y < height + 40;
  });
}

function drawBands(context, width, height, view) {
  for (const [level, top, tall] of DATA.bands) {
    const [y, h] = [top * view.k + view.y, tall * view.k];
    if (y > height || y + h < 0) continue;
    const [x, w] = [view.x, DATA.size[0] * view.k];
    context.fillStyle = ink.wash;
    context.strokeStyle = ink.line;
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(x, y, w, h, 4);
    context.fill();
    context.stroke();
    context.fillStyle = ink[DATA.levels[level][0]];
    context.fillRect(x, y, 3, h);
  }
}

/** The name of a band stays in sight while any of the band is. */
function drawBandNames(context, width, height, view) {
  context.font = `600 13px ${FONT}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  for (const [level, top, tall] of DATA.bands) {
    const [y, h] = [top * view.k + view.y, tall * view.k];
    if (y + h < 24 || y > height - 10 || h < 15) continue;
    const at = Math.min(Math.max(y, 0) + 14, y + h - 9);
    const x = Math.max(view.x, 0) + 12;
    const text = `${word(DATA.levels[level])}  ${count(bandCount(level))}`;
    const wide = context.measureText(text).width;
    context.globalAlpha = .88;
    context.fillStyle = ink.wash;
    context.fillRect(x - 5, at - 10, wide + 10, 20);
    context.globalAlpha = 1;
    context.fillStyle = ink[DATA.levels[level][0]];
    context.fillText(text, x, at);
  }
}

const bandCounts = [];
function bandCount(level) {
  return bandCounts[level] ??= NODES.reduce((sum, node) => sum + (node.level === level ? 1 : 0), 0);
}

/** Filled: in force. Hollow: ended (red), not yet in force, or nothing known (grey). */
function drawNodes(context, nodes, view) {
  const groups = new Map();
  for (const node of nodes) {
    const name = radius(node, view) < DOT ? `dots ${isEnded(node) ? "error" : levelWord(node)}` : `${node.level} ${node.status}`;
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(node);
  }
  for (const [name, group] of groups) {
    const path = new Path2D();
    if (name.startsWith("dots ")) {
      for (const node of group) {
        const [x, y] = screen(node, view);
        const r = radius(node, view);
        if (r < 1.5) path.rect(x - r, y - r, 2 * r, 2 * r);
        else addShape(path, null, x, y, r);
      }
      context.fillStyle = ink[name.slice(5)];
      context.fill(path);
      continue;
    }
    for (const node of group) addShape(path, levelWord(node), ...screen(node, view), radius(node, view));
    paintNodes(context, path, group[0]);
  }
}

function paintNodes(context, path, node) {
  const own = ink[levelWord(node)];
  const status = statusWord(node);
  const isHollow = !IN_FORCE.includes(status);
  context.fillStyle = isHollow ? ink.paper : own;
  context.strokeStyle = isEnded(node) ? ink.error : status === "unknown" ? ink.unknown : isHollow ? own : ink.paper;
  context.lineWidth = isHollow ? 1.6 : 1;
  context.setLineDash(status === "unknown" ? [2, 2] : []);
  context.fill(path);
  context.stroke(path);
  context.setLineDash([]);
}

function drawArrows(context, nodes, view) {
  const path = new Path2D();
  let drawn = 0;
  for (const node of nodes) {
    for (const link of node.into) {
      if (!shown.links[link.at] || link.from === link.to || ++drawn > MOST_ARROWS) continue;
      addArrow(path, link, view, 4.5);
    }
  }
  context.fillStyle = ink.quiet;
  context.globalAlpha = .7;
  context.fill(path);
  context.globalAlpha = 1;
}

function addArrow(path, link, view, size) {
  const [bx, by] = bend(link);
  const [x, y] = screen(link.to, view);
  const angle = Math.atan2(y - (by * view.k + view.y), x - (bx * view.k + view.x));
  const r = radius(link.to, view) + 1;
  const [tx, ty] = [x - Math.cos(angle) * r, y - Math.sin(angle) * r];
  path.moveTo(tx, ty);
  for (const turn of [.42, -.42]) path.lineTo(tx - Math.cos(angle + turn) * size * 2, ty - Math.sin(angle + turn) * size * 2);
  path.closePath();
}

/** Names where there is room for them, the best linked first. */
function drawNames(context, nodes, width, height, view, most, always = false) {
  const size = Math.min(13, Math.max(10.5, 9 + view.k * 2));
  context.font = `${size}px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  const cells = new Set();
  let drawn = 0;
  for (const node of nodes) {
    const [x, y] = screen(node, view);
    if (x < 0 || y < 0 || x > width || y > height) continue;
    const text = node.name.length > 26 ? `${node.name.slice(0, 25)}…` : node.name;
    const wide = (node.wide ??= [...text].reduce((sum, it) => sum + (it.charCodeAt(0) > 0x2e7f ? 1 : .56), 0)) * size + 8;
    const top = y + radius(node, view) + 2;
    // a name that would be cut off moves in as far as it still stands under its document
    const at = Math.max(Math.min(x, width - wide / 2), wide / 2);
    if (Math.abs(at - x) > wide / 2 - 4) continue;
    if (!always && !takes(cells, at - wide / 2, top, wide, size + 4)) continue;
    context.strokeStyle = ink.wash;
    context.lineWidth = 3;
    context.strokeText(text, at, top);
    context.fillStyle = isEnded(node) ? ink.error : ink.ink;
    context.fillText(text, at, top);
    if (++drawn >= most) break;
  }
}

/** Takes the room of a name in a grid of small cells, unless any of it is taken. */
function takes(cells, x, y, wide, tall) {
  const mine = [];
  for (let row = Math.floor(y / 8); row <= Math.floor((y + tall) / 8); row++) {
    for (let column = Math.floor(x / 16); column <= Math.floor((x + wide) / 16); column++) {
      const cell = row * 4096 + column;
      if (cells.has(cell)) return false;
      mine.push(cell);
    }
  }
  for (const cell of mine) cells.add(cell);
  return true;
}

/** What is marked: the selected document, or the one under the pointer, with its links and their other ends. */
function drawMarks(context, width, height, ratio, view, node) {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  if (!node) return;
  const others = new Set([node]);
  context.setTransform(ratio * view.k, 0, 0, ratio * view.k, ratio * view.x, ratio * view.y);
  for (const [links, name] of [[node.into, "warning"], [node.out, "accent"]]) {
    for (const link of links) {
      if (!shown.links[link.at]) continue;
      others.add(link.from).add(link.to);
      const path = new Path2D();
      addLink(path, link);
      const [, wide, dash] = lookOf(link);
      context.strokeStyle = ink[name];
      context.lineWidth = (wide + .4) / view.k;
      context.setLineDash(dash.map(it => it / view.k));
      context.stroke(path);
    }
  }
  context.setLineDash([]);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  for (const [links, name] of [[node.into, "warning"], [node.out, "accent"]]) {
    const path = new Path2D();
    for (const link of links) if (shown.links[link.at] && link.from !== link.to) addArrow(path, link, view, 5);
    context.fillStyle = ink[name];
    context.fill(path);
  }
  const list = [...others];
  drawNodes(context, list, view);
  const ring = new Path2D();
  const [x, y] = screen(node, view);
  ring.arc(x, y, radius(node, view) + 5, 0, 2 * Math.PI);
  context.strokeStyle = ink.accent;
  context.lineWidth = 2.5;
  context.stroke(ring);
  drawNames(context, [node], width, height, view, 1, true);
  const rest = list.slice(1).sort((a, b) => b.into.length - a.into.length || a.at - b.at);
  drawNames(context, rest, width, height, view, 80);
}

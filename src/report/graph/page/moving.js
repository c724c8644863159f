// Moving about in the drawing: pointer, wheel, two fingers, keys. While a large graph moves, the last
// picture is moved; it is drawn anew when the hand rests.

let size = { width: 0, height: 0, ratio: 1 };
/** How the graph on the canvas was seen when it was drawn, and how long that took. */
let drawn = { k: 1, x: 0, y: 0, took: 0 };
let frame = 0;
let rest = 0;
let pointed = null;
/** Nobody has moved the drawing yet: it may be fitted again when the window changes. */
let isUntouched = true;
let moved = false;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
/** Milliseconds that a drawing may take if it is to follow the hand. */
const FLUENT = 14;
const [CLOSEST, FARTHEST] = [4, .02];

function measure() {
  const box = $("canvases").getBoundingClientRect();
  if (!box.width || !box.height) return;
  size = { width: box.width, height: box.height, ratio: Math.min(2, devicePixelRatio || 1) };
  for (const each of [canvas, marks]) {
    each.width = Math.round(size.width * size.ratio);
    each.height = Math.round(size.height * size.ratio);
  }
}

function drawNow() {
  const begun = performance.now();
  canvas.style.transform = "";
  drawGraph(canvas.getContext("2d"), size.width, size.height, size.ratio, camera);
  drawn = { ...camera, took: performance.now() - begun };
  mark();
}

function mark() {
  const node = state.selected ?? pointed;
  canvas.classList.toggle("dimmed", Boolean(node));
  drawMarks(marks.getContext("2d"), size.width, size.height, size.ratio, camera, node);
}

/** Draws at the next frame; while moving, a slow picture is only moved. */
function draw(isMoving = false) {
  if (isMoving && drawn.took > FLUENT) {
    const k = camera.k / drawn.k;
    canvas.style.transformOrigin = "0 0";
    canvas.style.transform = `translate(${camera.x - drawn.x * k}px, ${camera.y - drawn.y * k}px) scale(${k})`;
    mark();
    clearTimeout(rest);
    rest = setTimeout(draw, 90);
    return;
  }
  frame ||= requestAnimationFrame(() => { frame = 0; drawNow(); });
}

/** The whole drawing in the window; on a narrow one its top, wide enough to be read. */
function fit() {
  const [wide, tall] = DATA.size;
  if (!wide || !size.width) return;
  const k = Math.min((size.width - 16) / wide, (size.height - 16) / Math.max(tall, 1));
  camera.k = Math.min(1.3, Math.max(FARTHEST, k));
  camera.x = (size.width - wide * camera.k) / 2;
  camera.y = Math.max(8, (size.height - tall * camera.k) / 2);
}

function zoom(factor, x = size.width / 2, y = size.height / 2) {
  isUntouched = false;
  const k = Math.min(CLOSEST, Math.max(FARTHEST, camera.k * factor));
  camera.x = x - (x - camera.x) * (k / camera.k);
  camera.y = y - (y - camera.y) * (k / camera.k);
  camera.k = k;
  draw(true);
}

/** Goes to a document, near enough to read its neighbours. */
function goTo(node) {
  const k = Math.max(camera.k, Math.min(.9, size.width / 700));
  isUntouched = false;
  const goal = { k, x: size.width / 2 - node.x * k, y: size.height / 2 - node.y * k };
  if (calm.matches || document.hidden) {
    Object.assign(camera, goal);
    draw();
    return;
  }
  const begun = performance.now();
  const from = { ...camera };
  const step = now => {
    const part = Math.min(1, (now - begun) / 260);
    const eased = 1 - (1 - part) ** 3;
    for (const name of ["k", "x", "y"]) camera[name] = from[name] + (goal[name] - from[name]) * eased;
    if (part < 1) requestAnimationFrame(step);
    draw(part < 1);
  };
  requestAnimationFrame(step);
}

/** The document at a point of the canvas; a finger is thicker than an arrow. */
function nodeAt(x, y, reach) {
  let best = null;
  for (const node of NODES) {
    if (!shown.nodes[node.at]) continue;
    const [nx, ny] = screen(node, camera);
    const far = Math.hypot(nx - x, ny - y) - radius(node, camera);
    if (far < reach) [best, reach] = [node, far];
  }
  return best;
}

function setUpMoving() {
  const pointers = new Map();
  const place = event => {
    const box = $("canvases").getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  canvas.addEventListener("pointerdown", event => {
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, place(event));
    if (pointers.size === 1) moved = false;
    point(null);
  });
  canvas.addEventListener("pointermove", event => {
    const [x, y] = place(event);
    const before = pointers.get(event.pointerId);
    if (!before) {
      if (event.pointerType === "mouse") point(nodeAt(x, y, 5), x, y);
      return;
    }
    const others = [...pointers].filter(([id]) => id !== event.pointerId).map(it => it[1]);
    if (others.length) {
      const [ox, oy] = others[0];
      const was = Math.hypot(before[0] - ox, before[1] - oy);
      const is = Math.hypot(x - ox, y - oy);
      moved = true;
      camera.x += (x - before[0]) / 2;
      camera.y += (y - before[1]) / 2;
      if (was > 4) zoom(is / was, (x + ox) / 2, (y + oy) / 2);
    } else if (moved || Math.hypot(x - before[0], y - before[1]) > 4) {
      moved = true;
      isUntouched = false;
      canvas.classList.add("moving");
      camera.x += x - before[0];
      camera.y += y - before[1];
      draw(true);
    } else {
      return;
    }
    pointers.set(event.pointerId, [x, y]);
  });
  const end = event => {
    const [x, y] = place(event);
    const was = pointers.delete(event.pointerId);
    canvas.classList.remove("moving");
    if (event.type === "pointerup" && was && !moved && !pointers.size) {
      const node = nodeAt(x, y, event.pointerType === "mouse" ? 5 : 18);
      open(node);
    }
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  canvas.addEventListener("pointerleave", () => point(null));
  canvas.addEventListener("wheel", event => {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 18 : event.deltaMode === 2 ? 300 : 1;
    zoom(Math.exp(-Math.max(-240, Math.min(240, event.deltaY * lines)) * (event.ctrlKey ? .01 : .0022)), ...place(event));
  }, { passive: false });
  canvas.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = 70;
    const moves = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    if (moves[event.key]) {
      isUntouched = false;
      camera.x += moves[event.key][0];
      camera.y += moves[event.key][1];
      draw(true);
    } else if (event.key === "+" || event.key === "=") zoom(1.3);
    else if (event.key === "-") zoom(1 / 1.3);
    else if (event.key === "0") { fit(); draw(); }
    else if (event.key === "Enter") open(nodeAt(size.width / 2, size.height / 2, Infinity));
    else return;
    event.preventDefault();
  });
  $("closer").addEventListener("click", () => zoom(1.4));
  $("farther").addEventListener("click", () => zoom(1 / 1.4));
  $("whole").addEventListener("click", () => { fit(); draw(); });
  new ResizeObserver(() => {
    const before = size;
    measure();
    if (!before.width || isUntouched) fit();
    else {
      // what was in the middle stays there
      camera.x += (size.width - before.width) / 2;
      camera.y += (size.height - before.height) / 2;
    }
    if (size.width) drawNow();
  }).observe($("canvases"));
}

/** Marks the document under the pointer and says what it is. */
function point(node, x = 0, y = 0) {
  canvas.classList.toggle("pointing", Boolean(node));
  if (node) {
    const tip = $("tip");
    tip.replaceChildren(make("b", {}, node.name), titleOf(node) ?? "", make("span", { className: "soft small" },
      ` ${word(DATA.levels[node.level])} · ${word(DATA.statuses[node.status])}`));
    tip.hidden = false;
    tip.style.left = `${Math.min(x + 14, Math.max(0, size.width - 310))}px`;
    tip.style.top = `${y + 18 + tip.offsetHeight > size.height ? Math.max(0, y - tip.offsetHeight - 12) : y + 18}px`;
  } else {
    $("tip").hidden = true;
  }
  if (node === pointed) return;
  pointed = node;
  if (!state.selected) mark();
}

// The signs of levels and statuses.

const ENDED = ["withdrawn", "replaced"];
const IN_FORCE = ["current", "confirmed"];

/** Each level has a shape of its own, so that colour is never needed. Corners as fractions of a radius. */
const SHAPES = {
  regional: corners(5, -90), national: [[-.88, -.88], [.88, -.88], [.88, .88], [-.88, .88]],
  sector: corners(4, -90, 1.15), local: corners(3, 90, 1.2), association: corners(6, 0, 1.05), enterprise: corners(3, -90, 1.2),
};

function corners(number, turn, size = 1.05) {
  return Array.from({ length: number }, (_, at) => {
    const angle = (turn + at * 360 / number) * Math.PI / 180;
    return [Math.cos(angle) * size, Math.sin(angle) * size];
  });
}

/** How a document is painted: filled in force; hollow ended (red), not yet in force, or not known (grey). */
function shapeLooks(level, status) {
  const own = `var(--${level ?? "ink"})`;
  const isHollow = !IN_FORCE.includes(status);
  const stroke = ENDED.includes(status) ? "var(--error)" : status === "unknown" ? "var(--unknown)" : own;
  return { fill: isHollow ? "var(--paper)" : own, stroke, ...(status === "unknown" ? { "stroke-dasharray": "2 2" } : {}) };
}

/** The outline of a level's shape around a point. */
function shapeOutline(level, x, y, r) {
  const shape = SHAPES[level];
  return shape ? `M${shape.map(([dx, dy]) => `${(x + dx * r).toFixed(1)} ${(y + dy * r).toFixed(1)}`).join("L")}Z`
    : `M${x + r} ${y}A${r} ${r} 0 1 1 ${x - r} ${y}A${r} ${r} 0 1 1 ${x + r} ${y}Z`;
}

function shapeIcon(level, status) {
  return makeSvg("svg", { viewBox: "0 0 26 16", class: "shape", "aria-hidden": "true" },
    makeSvg("path", { d: shapeOutline(level, 13, 8, 6), ...shapeLooks(level, status) }));
}

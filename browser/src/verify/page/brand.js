// The sign of the project, drawn.

const BRAND = [
  ["rect", { width: "32", height: "32", rx: "7", fill: "currentColor" }],
  ["path", { d: "M6 16h20M6 11.5v9M26 11.5v9", stroke: "var(--surface)", "stroke-width": "2.2", "stroke-linecap": "round" }],
  ["circle", { cx: "18", cy: "16", r: "4.4", fill: "var(--surface)" }],
];

/** Return the sign; it says nothing to a screen reader. */
export function brandMark() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 32 32");
  svg.setAttribute("aria-hidden", "true");
  for (const [name, attributes] of BRAND) {
    const part = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key of Object.keys(attributes)) part.setAttribute(key, attributes[key]);
    svg.append(part);
  }
  return svg;
}

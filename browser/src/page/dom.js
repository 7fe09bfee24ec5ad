// Building the page without markup in strings, so that nothing fetched can become markup.

/** Return an element: h("p", {class: "quiet"}, "text", child). `on…` are listeners, true and false are bare attributes. */
export function h(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
const DRAWN = {
  alert: "M12 3.5 2.5 20h19ZM12 10v4.5M12 17.3v.2",
  check: "M5 12.5 10 17.5 19 7",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3.5 2",
  lock: "M5 11h14v9H5ZM8 11V8a4 4 0 0 1 8 0v3",
  pen: "m4 20 1-4L16 5l3 3L8 19ZM13.5 7.5l3 3",
  phone: "M3 9a14 14 0 0 1 18 0M6.5 12.5a9 9 0 0 1 11 0M10 16a4 4 0 0 1 4 0M12 19.5v.2M4 3l16 18",
  save: "M12 4v11M7 10.5l5 5 5-5M4 20h16",
  shield: "M12 3 4.5 6v5.5c0 4.7 3.2 8 7.5 9.5 4.3-1.5 7.5-4.8 7.5-9.5V6Z",
};

/** Return an icon that says nothing to a screen reader. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", DRAWN[name]);
  svg.append(path);
  return svg;
}

/** Put these children in the place of all others (`replaceChildren` is younger than the phones). */
export function fill(element, ...children) {
  element.textContent = "";
  element.append(...children);
}

/** Return the pieces of a heading; `|` and Chinese commas are places where it may break. */
export function breakable(text) {
  return text.split("|").flatMap((piece, i) => (i ? [h("wbr"), piece] : [piece]));
}

/** Return a button. */
export const button = (classes, text, press, more = {}) =>
  h(`button.btn${classes}`, { type: "button", onclick: press, ...more }, ...breakable(text));

/** Return a link to another page, which learns nothing of this one. */
export const away = (classes, href, ...children) =>
  h(`a${classes}`, { href, target: "_blank", rel: "noopener noreferrer" }, ...children);

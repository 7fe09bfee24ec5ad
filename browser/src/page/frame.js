// What stands around every screen: demonstration banner, language, text size, reading aloud, footer.

import { away, fill, h } from "./dom.js";
import { isEnglish, say, words } from "./language.js";

const BRAND = [
  ["rect", { width: "32", height: "32", rx: "7", fill: "currentColor" }],
  ["path", { d: "M6 16h20M6 11.5v9M26 11.5v9", stroke: "var(--surface)", "stroke-width": "2.2", "stroke-linecap": "round" }],
  ["circle", { cx: "18", cy: "16", r: "4.4", fill: "var(--surface)" }],
];

function brandMark() {
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

/** Return a voice of this machine for the language; voices that send the text elsewhere are never used. */
function ownVoice() {
  const voices = "speechSynthesis" in window ? speechSynthesis.getVoices() : [];
  return voices.find((voice) => voice.localService && voice.lang.startsWith(isEnglish() ? "en" : "zh"));
}

export function hush() {
  if ("speechSynthesis" in window) speechSynthesis.cancel();
}

/** Read the screen aloud, codes left out. */
function readAloud() {
  if (speechSynthesis.speaking) return hush();
  const pieces = Array.from(document.querySelectorAll("main h1, main h2, main p, main dt, main dd, main label"));
  const text = pieces.filter((piece) => !piece.matches(".text, .number")).map((piece) => piece.textContent);
  const spoken = new SpeechSynthesisUtterance(text.join("\n"));
  spoken.voice = ownVoice();
  spoken.lang = spoken.voice.lang;
  return speechSynthesis.speak(spoken);
}

function tool(text, press, more = {}) {
  return h("button", { type: "button", onclick: press, ...more }, text);
}

/** Fill header and footer anew; they change with the language and with what is known of the campaign. */
export function drawFrame(app) {
  const isLarge = document.documentElement.classList.contains("large");
  const isDemonstration = app.campaign && app.campaign.manifest.demonstration;
  document.getElementById("skip").textContent = say("skip");
  const demo = document.getElementById("demo");
  fill(demo, h("div.wrap", {}, h("strong", {}, say("demo")), say("demo_more")));
  demo.hidden = !isDemonstration;
  demo.setAttribute("aria-label", say("demo"));
  const tools = h(
    "div.tools",
    {},
    tool(say(isLarge ? "normal" : "large"), app.resize),
    ownVoice() ? tool(say("read"), readAloud) : null,
    tool(say("other_language"), app.translate, { lang: isEnglish() ? "zh-CN" : "en" }),
  );
  const brand = h("span.brand", {}, brandMark(), h("span", {}, "评议 ", h("small", {}, "Pingyi")));
  fill(document.getElementById("top"), h("div.wrap", {}, brand, tools));
  const { links, organiser } = app.pins;
  const list = h(
    "ul",
    {},
    h("li", {}, away("", links.privacy, say("foot_privacy"))),
    h("li", {}, away("", links.verify, say("foot_verify"))),
    h("li", {}, h("a", { href: location.pathname, download: "appraise.html" }, say("foot_save"))),
  );
  const whose = h("p", {}, say("foot_organiser", { organiser: words(organiser) }));
  fill(document.getElementById("foot"), h("div.wrap", {}, list, whose));
}

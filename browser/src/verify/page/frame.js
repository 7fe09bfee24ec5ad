// What stands around every screen: language, text size, footer.

import { away, fill, h } from "../../page/dom.js";
import { brandMark } from "./brand.js";
import { isEnglish, say, words } from "./language.js";

const tool = (written, press, more = {}) => h("button", { type: "button", onclick: press, ...more }, written);

/** Fill header and footer anew; they change with the language. */
export function drawFrame(app) {
  const isLarge = document.documentElement.classList.contains("large");
  document.getElementById("skip").textContent = say("skip");
  const tools = h(
    "div.tools",
    {},
    tool(say(isLarge ? "normal" : "large"), app.resize),
    tool(say("other_language"), app.translate, { lang: isEnglish() ? "zh-CN" : "en" }),
  );
  const brand = h("span.brand", {}, brandMark(), h("span", {}, "评议 ", h("small", {}, "Pingyi")));
  fill(document.getElementById("top"), h("div.wrap", {}, brand, tools));
  const { links, organiser } = app.pins;
  const list = h(
    "ul",
    {},
    h("li", {}, away("", links.privacy, say("foot_privacy"))),
    h("li", {}, h("a", { href: location.pathname, download: "verify.html" }, say("foot_save"))),
  );
  const whose = h("p", {}, say("foot_organiser", { organiser: words(organiser) }));
  fill(document.getElementById("foot"), h("div.wrap", {}, list, whose));
}

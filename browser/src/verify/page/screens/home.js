// Two doors.

import { h, icon } from "../../../page/dom.js";
import { say } from "../language.js";
import { heading } from "./parts.js";

const door = (press, name, title, more) =>
  h("button.card.door", { type: "button", onclick: press }, icon(name), h("span", {}, h("strong", {}, say(title)), h("small", {}, say(more))));

/** Own ballot, or everything. */
export function home(app) {
  return h(
    "div.stack",
    {},
    heading(say("home_title")),
    h("p", {}, say("home")),
    h("div.doors", {}, door(app.toMine, "check", "home_mine", "home_mine_more"), door(app.toWhole, "shield", "home_whole", "home_whole_more")),
    h("p.quiet.small", {}, say("home_local")),
  );
}

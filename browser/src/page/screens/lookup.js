// Was my code used?

import { button, h } from "../dom.js";
import { say } from "../language.js";
import { heading, tellDiscipline } from "./parts.js";

const SAID = { "1,2": "lookup_both", 1: "lookup_ballot", 2: "lookup_entry", "": "lookup_neither" };

function answer(app) {
  const { published, roles } = app.found;
  if (!published) return [h("p.notice.wait", {}, say("lookup_not_yet"))];
  const key = SAID[String(roles.slice().sort())];
  return [
    h("p.notice", {}, h("strong", {}, say(key))),
    h("p.small", {}, say(roles.length ? "lookup_proven" : "lookup_trust")),
    roles.length ? h("p.small", {}, say("lookup_mine"), " ", tellDiscipline(app.pins)) : null,
  ];
}

/** Ask, wait, tell. */
export function lookup(app) {
  return h(
    "div.stack",
    {},
    heading(say("lookup_title")),
    h("p", {}, say("lookup")),
    h(
      "div.stack",
      { "aria-live": "polite" },
      ...(app.found === "working" ? [h("p", {}, say("lookup_working"))] : app.found ? answer(app) : []),
    ),
    app.found === "working" ? null : h("p", {}, button(".wide", say("lookup_go"), app.lookUpNow)),
  );
}

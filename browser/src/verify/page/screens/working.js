// While the worker works.

import { button, h } from "../../../page/dom.js";
import { say } from "../language.js";
import { heading } from "./parts.js";

const STEPS = { package: "fetch", log: "log", entries: "entries", roll: "roll", "issuance S": "issuance", "issuance R": "issuance", rows: "rows" };

export function working(app) {
  return h(
    "div.stack",
    {},
    heading(say("working_title")),
    h("p", { id: "step", role: "status" }, say(app.asked.question ? "working_mine" : "working_start")),
    h("progress", { id: "bar", "aria-labelledby": "step" }),
    h("p.num.quiet.small", { id: "count" }, "\u00a0"),
    h("p", {}, button(".second", say("working_end"), app.cancel)),
  );
}

/** Show how it goes: {what, done, of}. */
export function moved({ what, done, of }) {
  const [step, bar, count] = ["step", "bar", "count"].map((id) => document.getElementById(id));
  if (!step) return;
  const said = say(`working_${STEPS[what]}`);
  if (step.textContent !== said) step.textContent = said;
  [bar.max, bar.value] = [of || 1, done];
  count.textContent = say("working_count", { done: done.toLocaleString("en"), of: of.toLocaleString("en") });
}

// Everything that ends or interrupts: one sentence, and the next step.

import { away, button, h } from "../dom.js";
import { duration, say } from "../language.js";
import { doors, heading, seal } from "./parts.js";

// What one can do next: keys are the functions of the page.
const STEPS = {
  fingerprint: ["tell"],
  signatures: ["tell"],
  manifest: ["retry"],
  log: ["retry", "tell"],
  cell: ["retype"],
  questionnaire: ["retry", "tell"],
  missing: ["retype"],
  offline: ["retry"],
  old: ["reopen"],
  foreign: ["tell"],
  differs: ["retype", "tell"],
  not_open: [],
  closed: ["look_up"],
  used: ["tell"],
  used_unproven: ["tell"],
  unknown: ["retype"],
  refused: ["retype"],
  fault: ["again"],
  broken: ["reopen"],
};

function step(app, name) {
  if (name === "tell") return away(".btn.second.wide", app.pins.links.discipline, say("tell"));
  return button(name === "look_up" ? ".second.wide" : ".wide", say(name), app[name]);
}

/** The screen for `app.stop` = {name, values, late}. */
export function stopped(app) {
  const { name, values = {}, late } = app.stop;
  const isCalm = name === "closed" || name === "not_open" || name === "offline";
  const skewed = (name === "closed" || name === "not_open") && Math.abs(app.files.skew || 0) > 10 * 60000;
  return h(
    "div.stack",
    {},
    seal(isCalm ? "clock" : "alert", isCalm ? ".wait" : ".late"),
    heading(say(`stop_${name}`)),
    h("p", {}, say(late ? "stop_closed_late" : `stop_${name}_more`, values)),
    skewed ? h("p.notice.wait", {}, say("clock", { n: duration(Math.abs(app.files.skew)) })) : null,
    ...STEPS[name].map((one) => h("p", {}, step(app, one))),
    ...(isCalm || name === "used" ? doors(app.pins) : []),
  );
}

/** Proving the campaign before the first question. */
export function loading() {
  return h(
    "div.stack",
    {},
    heading(say("loading")),
    h("p", { role: "status" }, say("loading_more")),
    h("div.working", { "aria-hidden": "true" }),
  );
}

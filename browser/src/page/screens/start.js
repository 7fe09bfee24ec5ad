// The first screen: who asks, how long, who can see it; with grade D the warning stands before everything else.

import { bodyOf } from "../../protocol/grade.js";
import { button, h } from "../dom.js";
import { isEnglish, moment, reason, say, words } from "../language.js";
import { heading, more } from "./parts.js";

const SECONDS = 10; // for one question, as the demonstration's readers took

export const unitName = ({ cell }) => (isEnglish() ? cell.name_en : cell.name_zh);

function facts(app) {
  const { campaign, pins } = app;
  const { manifest, form, grade } = campaign;
  const keeper = bodyOf(manifest, pins.policy, "M");
  const organiser = words(pins.organiser);
  const isOutside = grade.out("M") !== null;
  const who = isOutside
    ? say("who_outside", { organiser, keeper: keeper.name, rated: manifest.rated })
    : say("who_inside", { organiser });
  const n = form.questions.length;
  const minutes = Math.max(1, Math.round((n * SECONDS) / 60));
  const row = (name, value) => h("div", {}, h("dt", {}, say(name)), h("dd", {}, value));
  return h(
    "dl.facts",
    {},
    row("who", who),
    row("long", say("long_is", { n, minutes })),
    row("seen", h("strong", {}, say("seen_is"))),
    row("until", moment(manifest.closes)),
  );
}

function mark(letter) {
  const title = letter === "D" ? say("grade_D_title") : say("grade", { letter });
  return h(
    `div.grade.${letter === "D" ? "d" : "plain"}`,
    {},
    h("span.grade-mark", { "aria-hidden": "true" }, letter),
    h("h2.h3", {}, title),
  );
}

function gradeCard(app) {
  const { letter, claimed, reasons } = app.campaign.grade;
  const isDemonstration = letter === "D" && app.campaign.manifest.demonstration;
  const why = h("ul.plain", {}, ...reasons.map((code) => h("li", {}, reason(code))));
  return h(
    `section.card.stack`,
    {},
    mark(letter),
    h("p", {}, say(isDemonstration ? "grade_D_demo" : `grade_${letter}`)),
    letter === "D" && !isDemonstration ? why : null,
    letter === "D" && isDemonstration ? h("p.quiet", {}, say("grade_D")) : null,
    claimed ? h("p.small.quiet", {}, say("grade_claimed")) : null,
    letter === "D" ? ways(app) : more(say("grade_why"), why),
  );
}

/** Two equal ways on. */
function ways(app) {
  return h("div.verdicts", {}, button(".second", say("decline"), app.decline), button(".second", say("go_on"), app.begin));
}

/** The screen. */
export function start(app) {
  const { campaign } = app;
  const { manifest, form, grade, cell } = campaign;
  const isD = grade.letter === "D";
  const intro = [
    form.intro ? h("p", {}, words(form.intro)) : null,
    manifest.kind === "internal" ? h("p.notice", {}, say("internal", { rated: manifest.rated })) : null,
    facts(app),
  ];
  const details = h(
    "div",
    {},
    more(say("later"), say("later_is", { k: cell.k })),
    more(say("risk"), say("risk_is")),
    more(say("blank_why"), h("p", {}, say("blank_is")), h("p", {}, button(".second", say("blank_go"), app.toBlank))),
  );
  const title = heading(say("start_title", { unit: unitName(campaign) }));
  const free = h("p.quiet.small", {}, say("free"));
  if (isD) return h("div.stack", {}, title, gradeCard(app), free, ...intro, details);
  const begin = h("p", {}, button(".wide", say("begin"), app.begin));
  return h("div.stack", {}, title, ...intro, gradeCard(app), details, begin, free);
}

/** After 不参加. */
export function declined(app) {
  return h(
    "div.stack",
    {},
    heading(say("declined_title")),
    h("p", {}, say("declined")),
    h("p", {}, button(".second.wide", say("back_to_start"), app.toStart)),
  );
}

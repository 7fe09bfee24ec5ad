// One question a screen, the remarks, and the look over everything before Send.

import { PRIVATE } from "../../tokens/ballot.js";
import { utf8 } from "../../primitives/bytes.js";
import { away, breakable, button, h } from "../dom.js";
import { say, words } from "../language.js";
import { heading, wrong } from "./parts.js";
import { unitName } from "./start.js";

const CHINESE = 3; // bytes of a character

const DONT_KNOW = "-1";

function progress(app, i) {
  const n = app.campaign.form.questions.length;
  return [
    h("p.row.quiet", {}, h("span", {}, say("step", { i: i + 1, n })), h("span", {}, unitName(app.campaign))),
    h("div.steps", { "aria-hidden": "true" }, ...Array.from({ length: n }, (_, at) => h(at <= i ? "i.on" : "i"))),
  ];
}

function choiceRow(question, place, chosen, press) {
  const id = `choice${place}`;
  const input = h("input", { type: "radio", name: "answer", id, value: String(place + 1), checked: chosen, onchange: press });
  return h("div.choice", {}, input, h("label", { for: id }, words(question.choices[place].label)));
}

function demanded(question) {
  const unknown = question.choices.find((choice) => choice.code === DONT_KNOW);
  return unknown ? say("choose_unknown", { unknown: words(unknown.label) }) : say("choose");
}

const mustChoose = (question) => question.required || question.choices.some((choice) => choice.code === DONT_KNOW);

/** Question `i` of the form. */
export function question(app, i) {
  const asked = app.campaign.form.questions[i];
  const rows = asked.choices.map((_, place) =>
    choiceRow(asked, place, app.answers[i] === place + 1, () => {
      app.answers[i] = place + 1;
    }),
  );
  const set = h(
    "fieldset",
    {},
    h(
      "legend.ask",
      {},
      asked.group ? h("span.group", {}, words(asked.group)) : null,
      h("h1", { tabindex: "-1", id: "heading" }, ...breakable(words(asked.label))),
    ),
    asked.hint ? h("p.hint", {}, words(asked.hint)) : null,
    h("div.choices", {}, ...rows),
  );
  const advance = (event) => {
    event.preventDefault();
    if (app.answers[i] || !mustChoose(asked)) return app.after(i);
    const isEmpty = !app.answers.some(Boolean);
    return complain(set, demanded(asked), isEmpty ? button(".second.small", say("blank_go"), app.toBlank) : null);
  };
  const forth = h("button.btn", { type: "submit" }, say(app.editing ? "done_editing" : "next"));
  const back = button(".second", say("previous"), app.back);
  return h("form", { novalidate: true, onsubmit: advance }, ...progress(app, i), set, h("div.go", {}, back, forth));
}

function complain(set, text, way) {
  if (!set.querySelector(".error")) {
    set.classList.add("bad");
    set.querySelector(".choices").before(wrong("why", text));
    if (way) set.append(h("p.blank", {}, way));
  }
  set.setAttribute("aria-describedby", "why");
  set.querySelector("input").focus();
}

function room(text) {
  const left = PRIVATE - utf8(text).length;
  const n = Math.ceil(Math.abs(left) / CHINESE);
  return { fits: left >= 0, said: say(left >= 0 ? "comment_left" : "comment_over", { n }) };
}

/** Remarks, sealed with the ballot. */
export function comment(app) {
  const left = h("p.hint", { id: "left", "aria-live": "polite" });
  const field = h("textarea.input", { id: "remarks", rows: "6", "aria-describedby": "hint left", autocomplete: "off" });
  field.value = app.comment;
  const measure = () => {
    app.comment = field.value;
    const { fits, said } = room(app.comment);
    left.textContent = app.comment ? said : "";
    left.classList.toggle("error", !fits);
    if (fits) field.removeAttribute("aria-invalid");
    else field.setAttribute("aria-invalid", "true");
    return fits;
  };
  field.addEventListener("input", measure);
  measure();
  const advance = (event) => {
    event.preventDefault();
    if (measure()) app.toReview();
    else field.focus();
  };
  return h(
    "form.stack",
    { novalidate: true, onsubmit: advance },
    heading(say("comment_title")),
    h("p", { id: "hint" }, say("comment_hint")),
    h("p.notice", {}, say("comment_crime"), away("", app.pins.links.discipline, say("comment_crime_link")), say("stop_mark")),
    h("div", {}, h("label.label", { for: "remarks" }, say("comment_label")), field, left),
    h(
      "div.go",
      {},
      button(".second", say("previous"), app.back),
      h("button.btn", { type: "submit" }, say(app.editing ? "done_editing" : "to_review")),
    ),
  );
}

/** Before a ballot that has no answer at all: it uses the code up, so that nobody else can. */
export function blank(app) {
  return h(
    "div.stack",
    {},
    heading(say("blank_title")),
    h("p", {}, say("blank_is")),
    h("p.notice.wait", {}, say("blank_final")),
    h("div.verdicts", {}, button(".second", say("blank_back"), app.back), button(".second", say("blank_send"), app.sendBlank)),
  );
}

/** Everything once more, and Send. */
export function review(app) {
  const { questions } = app.campaign.form;
  const change = (label, press) => h("dd.edit", {}, h("button.link", { type: "button", "aria-label": label, onclick: press }, say("change")));
  const row = (asked, i) => {
    const choice = asked.choices[app.answers[i] - 1];
    const answer = choice ? words(choice.label) : say("not_answered");
    const edit = change(say("change_nth", { i: i + 1 }), () => app.edit(i));
    return h("div", {}, h("dt", {}, words(asked.label)), h("dd.answer", {}, answer), edit);
  };
  const remarks = h(
    "div",
    {},
    h("dt", {}, say("comment_label")),
    h("dd.answer.free", {}, app.comment || say("nothing")),
    change(say("change_comment"), () => app.edit(questions.length)),
  );
  return h(
    "div.stack",
    {},
    heading(say("review_title")),
    h("p", {}, say("review")),
    h("dl.review", {}, ...questions.map(row), remarks),
    h("p", {}, button(".wide", say("send"), app.send)),
  );
}

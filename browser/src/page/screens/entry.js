// Without the square: the code typed from the letter, compared with the fingerprint that the letter prints.

import { characters, checked } from "../../tokens/codes.js";
import { button, h } from "../dom.js";
import { say, words } from "../language.js";
import { heading, wrong } from "./parts.js";

const LENGTH = 21;

/** Return what people type on a Chinese keyboard as the letter prints it: narrow, without blanks of any kind. */
const narrow = (typed) => typed.normalize("NFKC").replace(/[\s\u2010-\u2015\u2212\u30fc]/g, "");

/** Return "" for a good code, else what is wrong with it; `isFinished` says that the person went on. */
export function fault(typed, isFinished) {
  const given = narrow(typed).replace(/-/g, "");
  if (/[^0-9A-Za-z]|u/i.test(given)) return say("entry_character");
  if (given.length > LENGTH) return say("entry_long", { n: given.length - LENGTH });
  if (given.length < LENGTH) return isFinished ? say("entry_short", { n: LENGTH - given.length }) : "";
  try {
    checked(characters(given, LENGTH), LENGTH - 1);
    return "";
  } catch (error) {
    return say("entry_mistyped");
  }
}

function field(id, { label, hint, value, mode, check }) {
  const input = h("input.input.code", {
    id,
    value,
    inputmode: mode,
    autocomplete: "off",
    autocapitalize: "characters",
    spellcheck: "false",
    "aria-describedby": `${id}-hint`,
  });
  const box = h("div.field", {}, h("label", { for: id }, label), h("p.hint", { id: `${id}-hint` }, hint), input);
  const judge = (isFinished) => {
    const said = check(input.value, isFinished);
    const old = box.querySelector(".error");
    if (old) old.remove();
    box.classList.toggle("bad", Boolean(said));
    input.setAttribute("aria-describedby", said ? `${id}-hint ${id}-why` : `${id}-hint`);
    if (said) input.before(wrong(`${id}-why`, said));
    return !said;
  };
  input.addEventListener("input", () => judge(false));
  return { box, input, judge };
}

function campaignRows(app) {
  if (app.campaigns.length < 2) return null;
  const rows = app.campaigns.map((one, i) => {
    const input = h("input", { type: "radio", name: "campaign", id: `campaign${i}`, value: one.fingerprint, checked: i === 0 });
    return h("div.choice", {}, input, h("label", { for: `campaign${i}` }, words(one.title)));
  });
  return h("fieldset", {}, h("legend.label", {}, say("entry_campaign")), h("div.choices", {}, ...rows));
}

/** Type code and cell. */
export function entry(app) {
  const code = field("code", { label: say("entry_code"), hint: say("entry_code_hint"), value: app.typed.code, mode: "text", check: fault });
  const cellFault = (typed, isFinished) => (/^\d{1,10}$/.test(narrow(typed)) || !isFinished ? "" : say("entry_number"));
  const cell = field("cell", { label: say("entry_cell"), hint: say("entry_cell_hint"), value: app.typed.cell, mode: "numeric", check: cellFault });
  const advance = (event) => {
    event.preventDefault();
    const bad = [code, cell].filter((one) => !one.judge(true));
    if (bad.length) return bad[0].input.focus();
    app.typed = { code: code.input.value, cell: cell.input.value };
    const picked = form.querySelector("[name=campaign]:checked");
    const fingerprint = picked ? picked.value : app.campaigns[0].fingerprint;
    const read = checked(narrow(code.input.value), LENGTH - 1);
    return app.compare({ code: read, cell: Number(narrow(cell.input.value)), fingerprint });
  };
  const form = h(
    "form.stack",
    { novalidate: true, onsubmit: advance },
    heading(say("entry_title")),
    app.broken ? h("p.notice.late", { role: "alert" }, say("link_broken")) : null,
    app.waits ? h("p.notice.wait", {}, say("entry_waiting")) : h("p", {}, say("entry")),
    code.box,
    cell.box,
    campaignRows(app),
    h("p", {}, h("button.btn.wide", { type: "submit" }, say("entry_go"))),
  );
  return form;
}

/** Compare three groups with the letter. */
export function compare(app) {
  return h(
    "div.stack",
    {},
    heading(say("compare_title")),
    h("p", {}, say("compare")),
    h("p.groups.num", {}, app.link.fingerprint.slice(0, 12).match(/.{4}/g).join(" ")),
    h(
      "div.verdicts",
      {},
      button(".second", say("compare_differs"), app.differs),
      button(".second", say("compare_same"), app.open),
    ),
  );
}

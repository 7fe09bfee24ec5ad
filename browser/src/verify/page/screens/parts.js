// Pieces that several screens share.

import { away, breakable, h, icon } from "../../../page/dom.js";
import { characters } from "../../../tokens/codes.js";
import { say, words } from "../language.js";

/** A heading that takes the focus when its screen comes up. */
export const heading = (text) => h("h1", { tabindex: "-1", id: "heading" }, ...breakable(text));

/** The sentence that stands wherever a check code is. */
export const secret = ({ pins }) =>
  h("p.notice.wait", {}, h("strong", {}, say("secret")), " ", say("secret_asked"), " ", away("", pins.links.discipline, say("secret_tell")));

/** A field with its label, hint and, when `judge()` finds one, its fault. `fault(value)` returns the sentence or "". */
export function field(id, { label, hint, value = "", rows, fault }) {
  const more = { id, autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-describedby": `${id}-hint` };
  const input = rows ? h("textarea.input.code", { ...more, rows }) : h("input.input.code", more);
  input.value = value;
  const box = h("div.field", {}, h("label", { for: id }, label), h("p.hint", { id: `${id}-hint` }, hint), input);
  const judge = () => {
    const said = fault(input.value);
    const old = box.querySelector(".error");
    if (old) old.remove();
    box.classList.toggle("bad", Boolean(said));
    input.setAttribute("aria-describedby", said ? `${id}-hint ${id}-why` : `${id}-hint`);
    input.setAttribute("aria-invalid", String(Boolean(said)));
    if (said) input.before(h("p.error", { id: `${id}-why` }, icon("alert"), h("span", {}, said)));
    return !said;
  };
  return { box, input, judge };
}

const narrow = (typed) => typed.normalize("NFKC").trim();

/** Return the 26 characters of a typed fingerprint, "" for anything else. */
export function fingerprintIn(typed) {
  try {
    return characters(narrow(typed).replace(/\s/g, ""), 26);
  } catch (error) {
    return "";
  }
}

/** Return the address of a package that was typed, with the slash at its end, "" for anything else. */
export function addressIn(typed) {
  const given = narrow(typed).replace(/(?:package\.json)?[?#]?$/, "");
  if (!/^https?:\/\/[^\s/]+/.test(given)) return "";
  try {
    return new URL(given.endsWith("/") ? given : `${given}/`).href;
  } catch (error) {
    return "";
  }
}

/**
 * Choosing a campaign: those that the site names, or a fingerprint or address. `chosen()` gives {address, named, expect}:
 * `expect` is the fingerprint that the person typed, `named` the one that only the site names.
 */
export function campaigns(app, { isOptional = false } = {}) {
  const named = app.campaigns;
  const fault = (typed) => {
    if (picked() !== "other") return "";
    if (!typed.trim()) return isOptional ? "" : say("where_empty");
    return (fingerprintIn(typed) && app.base) || addressIn(typed) ? "" : say("where_wrong");
  };
  const hint = isOptional && !named.length ? `${say("where_receipt")} ${say("where_hint")}` : say("where_hint");
  const typed = field("where", { label: say("where_typed"), hint, value: app.typed.where, fault });
  const picked = () => (named.length ? box.querySelector("[name=campaign]:checked").value : "other");
  const choice = (value, label, checked) =>
    h("div.choice", {}, h("input", { type: "radio", name: "campaign", id: `campaign-${value}`, value, checked }), h("label", { for: `campaign-${value}` }, label));
  const kept = app.typed.campaign || (named.length ? named[0].fingerprint : "");
  const rows = named.map((one) => choice(one.fingerprint, words(one.title) || one.fingerprint, one.fingerprint === kept));
  const box = named.length
    ? h("fieldset", {}, h("legend.label", {}, say("where")), h("div.choices", {}, ...rows, choice("other", say("where_other"), kept === "other")), h("div.where", {}, typed.box))
    : typed.box;
  const follow = () => {
    if (!named.length) return;
    app.typed.campaign = picked();
    box.querySelector(".where").hidden = picked() !== "other";
  };
  box.addEventListener("change", follow);
  follow();
  const chosen = () => {
    const written = typed.input.value;
    app.typed.where = written;
    if (picked() !== "other") return { address: app.folderOf(picked()), named: picked(), expect: "" };
    const fingerprint = fingerprintIn(written);
    return fingerprint ? { address: app.folderOf(fingerprint), expect: fingerprint } : { address: addressIn(written), expect: "" };
  };
  return { box, judge: typed.judge, input: typed.input, chosen };
}

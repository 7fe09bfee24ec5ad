// A receipt, a check code or a code: one field for all three.

import { h } from "../../../page/dom.js";
import { recognise } from "../../person.js";
import { say } from "../language.js";
import { campaigns, field, heading, secret } from "./parts.js";

/** Return what is wrong with what was typed, "" when it is one of the three. */
function fault(typed) {
  if (!typed.trim()) return say("wrong_empty");
  try {
    recognise(typed);
    return "";
  } catch (error) {
    return say(/check character/.test(error.message) ? "wrong_typed" : "wrong_form");
  }
}

/** The text of the square codes in a picture; none where the file is no picture at all. */
async function squares(file) {
  try {
    const found = await new BarcodeDetector({ formats: ["qr_code"] }).detect(await createImageBitmap(file));
    return found.map((one) => one.rawValue);
  } catch {
    return [];
  }
}

/** Reads a saved square code, where this browser can; the picture goes nowhere. */
function picture(given) {
  if (!("BarcodeDetector" in window)) return null;
  const input = h("input", { type: "file", id: "picture", accept: "image/*" });
  const said = h("p.error", { hidden: true, role: "alert" }, say("wrong_picture"));
  input.addEventListener("change", async () => {
    const found = await squares(input.files[0]);
    said.hidden = found.length > 0;
    if (found.length) given.value = found[0];
  });
  return h("div.field", {}, h("label", { for: "picture" }, say("mine_picture")), h("div.file", {}, input), said);
}

/** Where a question goes: a receipt names its campaign itself. */
function placeOf(app, question, chosen) {
  if (question.kind !== "receipt") return { address: chosen.address, expect: chosen.expect || chosen.named || "" };
  const expect = app.campaignOf(question.written);
  const isAddress = chosen.address && !chosen.expect && !chosen.named;
  return { address: isAddress ? chosen.address : app.folderOf(expect), expect };
}

export function mine(app) {
  const own = field("own", { label: say("mine_field"), hint: say("mine_hint"), value: app.typed.own, rows: 4, fault });
  const where = campaigns(app, { isOptional: true });
  const advance = (event) => {
    event.preventDefault();
    if (!own.judge()) return own.input.focus();
    if (!where.judge()) return where.input.focus();
    const question = recognise(own.input.value);
    const { address, expect } = placeOf(app, question, where.chosen());
    app.typed.own = own.input.value;
    if (address) return app.check({ address, expect, question });
    where.input.placeholder = "https://";
    return where.input.focus();
  };
  return h(
    "form.stack",
    { novalidate: true, onsubmit: advance },
    heading(say("mine_title")),
    h("p", {}, say("mine")),
    h("ul.plain", {}, ...["mine_receipt", "mine_check", "mine_code"].map((key) => h("li", {}, say(key)))),
    secret(app),
    own.box,
    picture(own.input),
    where.box,
    h("p", {}, h("button.btn.wide", { type: "submit" }, say("mine_go"))),
    h("p.quiet.small", {}, say("home_local")),
  );
}

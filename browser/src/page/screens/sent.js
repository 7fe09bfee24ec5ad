// After Send: on its way, waiting, received.

import { checkCode, evidenceBytes, grouped, receiptText } from "../../tokens/receipt.js";
import { base64 } from "../../primitives/bytes.js";
import { fingerprint } from "../../protocol/manifest.js";
import { button, h, icon } from "../dom.js";
import { moment, say } from "../language.js";
import { picture } from "../picture.js";
import { doors, heading, seal, tellDiscipline } from "./parts.js";

/** On its way. */
export function sending(app) {
  return h(
    "div.stack",
    {},
    seal("lock"),
    heading(say("sending_title")),
    app.resumed ? h("p.notice", {}, say("resumed")) : null,
    h("p", { role: "status" }, say(`sending_${app.stage}`)),
    h("div.working", { "aria-hidden": "true" }),
  );
}

/** Not delivered yet. */
export function pending(app) {
  const { why, party, failed, stored } = app.waiting;
  const isOld = why === "old";
  return h(
    "div.stack",
    {},
    seal("phone", ".wait"),
    heading(say("pending_title")),
    h("p", { role: "status" }, say(`pending_${why}`, { where: say(`where_${party}`) })),
    failed >= 3 ? h("p", {}, say("pending_relays", { n: failed })) : null,
    stored ? null : h("p.notice.late", {}, say("pending_volatile")),
    h("p.notice.wait", {}, say("pending_until", { moment: moment(app.campaign.manifest.closes) })),
    h("p", {}, isOld ? button(".wide", say("reopen"), app.reopen) : button(".wide", say("again"), app.again)),
    h("p.quiet.small", {}, say("pending_phone")),
  );
}

function copyButton(text) {
  const done = h("span.vh", { role: "status" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      done.textContent = say("copied");
      press.firstChild.data = say("copied");
    } catch (error) {
      const range = document.createRange();
      range.selectNodeContents(document.getElementById("text-of-code") || document.body);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }
  };
  const press = button(".second.small", say("copy"), copy);
  return h("span", {}, press, done);
}

function saved(text, title, lines, alternative, name) {
  const href = picture(text, title, lines).toDataURL("image/png");
  const link = h("a.btn.second.small", { href, download: name }, icon("save"), say("picture_save"));
  return { image: h("img.qr", { src: href, alt: alternative }), link };
}

function receiptCard(app) {
  const { camp } = app.campaign;
  const text = receiptText(camp, app.receipt);
  const number = say("receipt_number", { n: app.receipt.index });
  const groups = grouped(fingerprint(camp).slice(0, 12));
  const { image, link } = saved(text, say("receipt"), [number, groups], say("receipt_picture"), "receipt.png");
  return h(
    "section.card.stack",
    {},
    h("h2.h3", {}, say("receipt")),
    h("p", {}, say("receipt_more")),
    image,
    h("p.number.num", {}, number),
    h("p.text.num", {}, text),
    h("div.pair", {}, link, copyButton(text)),
    h("p.quiet.small", {}, say("picture_hold")),
  );
}

/** The button that opens a card, and what it is for. */
function offer(title, hint, press) {
  return h("div.stack", {}, h("p", {}, button(".second.wide", title, press)), h("p.quiet.small", {}, hint));
}

function checkCard(app) {
  if (!app.checking) return offer(say("check_offer"), say("check_hint"), app.offerCheck);
  const code = checkCode(app.nonce);
  const groups = grouped(code);
  const lines = [groups.slice(0, 35), groups.slice(35)];
  const { image, link } = saved(code, say("check"), lines, say("check_picture"), "check.png");
  return h(
    "section.card.stack",
    {},
    h("h2.h3", { id: "check", tabindex: "-1" }, say("check")),
    h("p.notice.late", {}, h("strong", {}, say("check_warning"))),
    image,
    h("p.text.num.code", {}, groups),
    h("div.pair", {}, link, copyButton(groups)),
    h("p.small", {}, say("asked"), " ", tellDiscipline(app.pins, "asked_link")),
  );
}

const KEEPING = { kept: "evidence_kept", full: "evidence_full" };

function evidenceCard(app) {
  if (!app.objecting) return offer(say("evidence_offer"), say("evidence_hint"), app.offerEvidence);
  const href = `data:application/octet-stream;base64,${base64(evidenceBytes(app.receipt, app.envelope))}`;
  const link = h("a.btn.second.small", { href, download: `objection-${app.receipt.index}.bin` }, icon("save"), say("evidence_save"));
  const keepIt = app.keep && app.keeping !== "kept" ? button(".second.small", say("evidence_keep"), app.keepEvidence) : null;
  return h(
    "section.card.stack",
    {},
    h("h2.h3", { id: "evidence", tabindex: "-1" }, say("evidence")),
    h("p", {}, say("evidence_more")),
    h("p", {}, say("evidence_seen")),
    h("div.pair", {}, link, keepIt),
    /MicroMessenger/.test(navigator.userAgent) ? h("p.quiet.small", {}, say("evidence_wechat")) : null,
    keepIt ? h("p.quiet.small", {}, say("evidence_keep_more")) : null,
    app.keeping ? h("p.notice", { role: "status" }, say(KEEPING[app.keeping])) : null,
  );
}

/** A ballot that arrived, and of which this phone keeps receipt and evidence. */
export function held(app) {
  const isGone = app.keeping === "gone";
  return h(
    "div.stack",
    {},
    seal("check"),
    heading(say("held_title")),
    isGone ? h("p.notice", { role: "status" }, say("evidence_gone")) : h("p", {}, say("held")),
    ...(isGone ? [] : [receiptCard(app), evidenceCard(app)]),
    h("p", {}, button(".second.wide", say("look_up"), app.look_up)),
    isGone ? null : h("p", {}, button(".second.wide", say("evidence_discard"), app.discardEvidence)),
    ...doors(app.pins),
  );
}

/** Received. No answers here, whoever looks over the shoulder. */
export function received(app) {
  return h(
    "div.stack",
    {},
    seal("check"),
    heading(say("received_title")),
    h("p", {}, say("received")),
    receiptCard(app),
    checkCard(app),
    evidenceCard(app),
    ...doors(app.pins),
  );
}

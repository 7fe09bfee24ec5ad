// What was found.

import { away, button, h, icon } from "../../../page/dom.js";
import { grouped } from "../../../tokens/receipt.js";
import { NOT_RUN } from "../../report.js";
import { reason, say, told, words } from "../language.js";
import { DETAILS, FAILURES, FIGURES, MEANINGS } from "../words/meanings.js";
import { heading, secret } from "./parts.js";

const GOOD = ["receipt_there", "check_published", "check_counted", "check_rows_gone", "check_withheld", "code_used", "code_unused"];
const BAD = ["receipt_missing", "receipt_unsigned", "receipt_elsewhere", "check_missing", "check_row_missing", "code_unknown", "code_entry"];
const ALARM = ["receipt_missing", "check_missing", "check_row_missing", "code_used", "code_entry"];

const sign = (name, kind) => h(`span.seal${kind}`, {}, icon(name));
const signOf = (said) => (GOOD.includes(said) ? sign("check", "") : BAD.includes(said) ? sign("alert", ".late") : sign("clock", ".wait"));

const ways = (app) => [
  h("p", {}, button(".wide", say("again"), app.again)),
  h("p", {}, button(".second.wide", say("home_back"), app.toHome)),
];

function campaignFacts({ found: { title, answer, report: said } }) {
  const { fingerprint } = answer || said;
  const row = (name, value) => h("div", {}, h("dt", {}, say(name)), h("dd", {}, value));
  return h(
    "dl.facts",
    {},
    title ? row("campaign", words(title)) : null,
    fingerprint ? row("fingerprint", h("span.num", {}, grouped(fingerprint))) : null,
  );
}

/** The answer to one person. */
export function answered(app) {
  const { said, index, cell } = app.found.answer;
  const values = { index, cell: cell && words(cell), k: cell && cell.k };
  return h(
    "div.stack",
    {},
    signOf(said),
    heading(say(said)),
    h("p", {}, say(`${said}_more`, values)),
    campaignFacts(app),
    app.asked.question.kind === "check" ? secret(app) : null,
    app.asked.question.kind !== "check" && ALARM.includes(said) ? h("p", {}, away(".btn.second.wide", app.pins.links.discipline, say("secret_tell"))) : null,
    ...ways(app),
  );
}

/** No answer, and why. */
export function stopped(app) {
  const { stopped: why, detail } = app.found;
  const isCalm = why === "unreachable" || why === "unreadable";
  return h(
    "div.stack",
    {},
    isCalm ? sign("clock", ".wait") : sign("alert", ".late"),
    heading(say(`stop_${why}`)),
    h("p", {}, say(`stop_${why}_more`)),
    detail && !isCalm ? h("p.small.quiet", {}, say("stop_detail", { detail })) : null,
    ...ways(app),
  );
}

const figureOf = (value) => (Array.isArray(value) ? value.length : value).toLocaleString("en");

function figures(check) {
  const rows = Object.entries(check.figures).filter(([name]) => FIGURES[name]);
  if (!rows.length) return null;
  return h("dl.figures", {}, ...rows.map(([name, value]) => h("div", {}, h("dt", {}, told(FIGURES[name])), h("dd", {}, figureOf(value)))));
}

function details({ ok, detail }) {
  const pieces = ok && detail ? detail.split("; ") : [detail].filter(Boolean);
  return pieces.map((piece) => (DETAILS[piece] ? h("p.quiet", {}, told(DETAILS[piece])) : h(ok ? "p.quiet" : "p.late", { lang: "en" }, piece)));
}

const sentence = (check, isRun) => told((check.ok || !isRun ? MEANINGS : FAILURES)[check.name]);

function verdict(check) {
  const isRun = check.detail !== NOT_RUN;
  const [kind, name, word] = check.ok ? ["", "check", "passed"] : isRun ? [".late", "alert", "failed"] : [".rest", "clock", "not_run"];
  return h(
    `li.verdict${kind}`,
    {},
    icon(name),
    h(
      "div",
      {},
      h("h3", {}, sentence(check, isRun)),
      h("p", {}, h(check.ok || !isRun ? "strong" : "strong.late", {}, say(word)), h("code", {}, check.name)),
      ...details(check),
      figures(check),
    ),
  );
}

function gradeCard({ grade, reasons }) {
  if (!grade) return null;
  const letter = grade.slice(-1);
  return h(
    "section.card.stack",
    {},
    h(`div.grade.${letter === "D" ? "d" : "plain"}`, {}, h("span.grade-mark", { "aria-hidden": "true" }, letter), h("h2.h3", {}, say("grade", { letter }))),
    h("ul.plain", {}, ...reasons.map((code) => h("li", {}, reason(code)))),
    grade.startsWith("claimed") ? h("p.small.quiet", {}, say("grade_claimed")) : null,
    h("h3", {}, say("trust")),
    h("p", {}, say(`trust_${letter}`)),
    h("p.small.quiet", {}, say("trust_page")),
  );
}

function save(app) {
  const written = new Blob([JSON.stringify(app.found.report, null, 1)], { type: "application/json" });
  const link = h("a", { href: URL.createObjectURL(written), download: "pingyi-verify.json" });
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Every check of a whole appraisal. */
export function report(app) {
  const { report: found } = app.found;
  const failed = found.checks.filter((check) => !check.ok);
  const title = found.ok ? say("report_good") : say("report_bad", { n: failed.filter((one) => one.detail !== NOT_RUN).length });
  const first = failed.length ? told(FAILURES[failed.find((one) => one.detail !== NOT_RUN).name]) : "";
  const row = (name, value) => h("div", {}, h("dt", {}, say(name)), h("dd", {}, value));
  return h(
    "div.stack",
    {},
    found.ok ? sign("check", "") : sign("alert", ".late"),
    heading(title),
    h("p", {}, found.ok ? say("report_good_more") : say("report_bad_more", { first })),
    h(found.origin === "checked" ? "p.notice" : "p.notice.wait", {}, say(found.origin === "checked" ? "origin_checked" : "origin_self")),
    campaignFacts(app),
    found.stage ? h("dl.facts", {}, row("stage", say(`stage_${found.stage}`))) : null,
    gradeCard(found),
    h("h2.h3", {}, say("checks")),
    h("ol.checks", {}, ...found.checks.map(verdict)),
    h("p", {}, button(".second.wide", say("save_report"), () => save(app))),
    ...ways(app),
  );
}

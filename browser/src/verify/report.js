// What a verification says: one line for each check, in this order.

export const NAMES = [
  ...["package", "manifest", "log", "roll", "issuance", "entries", "tags", "rows", "accounts", "statements"],
  ...["receipt", "check", "code"],
];
export const PERSONAL = ["receipt", "check", "code"];

export const NOT_YET = "not yet";
export const NOT_RUN = "not run: an earlier check failed";
export const WITHDRAWN = "withdrawn";

const LONGEST = 300;

/** Return a check that holds. */
export const holds = (name, detail = "", figures = {}) => ({ name, ok: true, detail, figures });

/** Return a check that does not hold; `why` may quote a hostile package, so it is cut and made printable. */
export const fails = (name, why) => ({ name, ok: false, detail: why.slice(0, LONGEST).replace(/[^ -~]/g, "?"), figures: {} });

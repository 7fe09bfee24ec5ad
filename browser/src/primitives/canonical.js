// Canonical JSON: RFC 8785 with ASCII keys and without null, fractions and negative numbers. One value, one form.

import { equal, text, utf8 } from "./bytes.js";
import { Malformed, demand } from "./errors.js";

function written(value) {
  if (typeof value === "string") {
    demand(!/[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/.test(value), "JSON: not canonical");
    return JSON.stringify(value);
  }
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    demand(Number.isSafeInteger(value) && value >= 0, "JSON: a number is out of range");
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  demand(value !== null && typeof value === "object", "JSON: neither object, array, text, number nor truth value");
  const keys = Object.keys(value).sort();
  demand(keys.every((key) => /^[A-Za-z0-9_]+$/.test(key)), "JSON: a key is not of A-Z a-z 0-9 _");
  return `{${keys.map((key) => `${JSON.stringify(key)}:${written(value[key])}`).join(",")}}`;
}

/** Return the canonical form without a newline. */
export const encodeLine = (value) => utf8(written(value));

/** Return the canonical form with the one newline that ends a file. */
export const encode = (value) => utf8(`${written(value)}\n`);

/** Return the value of a canonical line; Malformed unless `encodeLine` would write exactly these bytes. */
export function decodeLine(bytes) {
  let value;
  try {
    value = JSON.parse(text(bytes));
  } catch (error) {
    throw new Malformed("JSON: not readable");
  }
  demand(equal(encodeLine(value), bytes), "JSON: not canonical");
  return value;
}

/** Return the value of a canonical file. */
export function decode(bytes) {
  demand(bytes[bytes.length - 1] === 10, "JSON: no newline at the end");
  return decodeLine(bytes.subarray(0, -1));
}

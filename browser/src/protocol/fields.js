// Reading one JSON object strictly: exactly the keys listed, each of its type and in its range.

import { unhex } from "../primitives/bytes.js";
import { demand } from "../primitives/errors.js";

export const U32 = 2 ** 32 - 1;
export const HOST = /^[a-z0-9.-]{1,253}$/;
const MOMENT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;

export const string = (value, what) => (demand(typeof value === "string", `${what}: not a text`), value);
export const flag = (value, what) => (demand(typeof value === "boolean", `${what}: not true or false`), value);

export function matching(pattern) {
  return (value, what) => (demand(pattern.test(string(value, what)), `${what}: not of its form`), value);
}

export const choice = (...allowed) => (value, what) => (demand(allowed.includes(value), `${what}: not allowed`), value);

export function number(low, high) {
  return (value, what) => {
    demand(Number.isSafeInteger(value) && value >= low && value <= high, `${what}: not an integer in its range`);
    return value;
  };
}

export function octets(size) {
  return (value, what) => {
    demand(typeof value === "string" && value.length === 2 * size && /^[0-9a-f]*$/.test(value), `${what}: not hex`);
    return unhex(value, size);
  };
}

export function array(item) {
  return (value, what) => {
    demand(Array.isArray(value), `${what}: not an array`);
    return value.map((one) => item(one, what));
  };
}

/** Return a moment that exists in the calendar, as Date. */
export function moment(value, what) {
  const date = new Date(matching(MOMENT)(value, what));
  demand(date.getTime() >= -62135596800000 && date.toISOString() === value.replace("Z", ".000Z"), `${what}: no moment`);
  return date;
}

/** Return a reader of an object whose keys are exactly those of `shape`, {key: reader}. */
export function object(shape) {
  return (value, what) => {
    demand(value !== null && typeof value === "object" && !Array.isArray(value), `${what}: not an object`);
    const [given, keys] = [Object.keys(value), Object.keys(shape)];
    demand(given.length === keys.length && keys.every((key) => given.includes(key)), `${what}: keys`);
    const read = {};
    for (const key of keys) read[key] = shape[key](value[key], `${what} ${key}`);
    return read;
  };
}

// The two languages of the page.

import reasons from "../../page/words/reasons.js";
import en from "./words/en.js";
import zh from "./words/zh.js";

const WORDS = { zh, en };
let current = zh;

/** Return the sentence called `key`, with {name} filled in. */
export const say = (key, values = {}) => current[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
/** Say whether there is a sentence called `key`. */
export const has = (key) => Object.hasOwn(current, key);

/** Choose "zh" or "en". */
export function choose(name) {
  current = WORDS[name];
  document.documentElement.lang = current.lang;
}

export const isEnglish = () => current === en;
/** Return a text {zh, en} in the chosen language. */
export const words = (text) => (text ? (isEnglish() ? text.en : text.zh) || text.zh || "" : "");
/** Return why a grade is not better. */
export const reason = (code) => reasons[code][isEnglish() ? 1 : 0];

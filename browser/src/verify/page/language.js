// The two languages of the page.

import reasons from "../../page/words/reasons.js";
import en from "./words/en.js";
import zh from "./words/zh.js";

const WORDS = { zh, en };
let current = zh;

/** Return the sentence called `key`, with {name} filled in. */
export const say = (key, values = {}) => current[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** Choose "zh" or "en". */
export function choose(name) {
  current = WORDS[name];
  document.documentElement.lang = current.lang;
}

export const isEnglish = () => current === en;
/** Return a text {zh, en} in the chosen language. */
export const words = (text) => (text ? (isEnglish() ? text.en : text.zh) || text.zh || "" : "");
const large = (text) => text[0].toUpperCase() + text.slice(1);
/** Return what a pair of texts, Chinese and English, says. */
export const told = ([zhText, enText]) => (isEnglish() ? large(enText) : zhText);
/** Return why a grade is not better. */
export const reason = (code) => reasons[code][isEnglish() ? 1 : 0];

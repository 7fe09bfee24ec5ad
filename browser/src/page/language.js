// The two languages of the page.

import en from "./words/en.js";
import reasons from "./words/reasons.js";
import zh from "./words/zh.js";

const WORDS = { zh, en };
let current = zh;

/** Return the sentence called `key`, with {name} filled in. */
export function say(key, values = {}) {
  return current[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Choose "zh" or "en". */
export function choose(name) {
  current = WORDS[name];
  document.documentElement.lang = current.lang;
}

export const isEnglish = () => current === en;
/** Return a text of a questionnaire in the chosen language. */
export const words = (text) => (text ? (isEnglish() ? text.en : text.zh) || text.zh : "");
/** Return why a grade is not better. */
export const reason = (code) => reasons[code][isEnglish() ? 1 : 0];

const MONTHS = "January February March April May June July August September October November December".split(" ");

/** Return a moment in Beijing time; midnight is the end of the day before. */
export function moment(date) {
  const local = new Date(date.getTime() + 8 * 3600000);
  const midnight = local.getUTCHours() + local.getUTCMinutes() === 0;
  const day = midnight ? new Date(local.getTime() - 1) : local;
  const minutes = String(local.getUTCMinutes()).padStart(2, "0");
  const hour = midnight ? 24 : local.getUTCHours();
  if (isEnglish()) return `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}, ${hour}:${minutes}${say("same_day_zone")}`;
  const time = minutes === "00" ? `${hour}时` : `${hour}时${minutes}分`;
  return `${day.getUTCFullYear()}年${day.getUTCMonth() + 1}月${day.getUTCDate()}日${time}`;
}

/** Return a length of time in words. */
export function duration(milliseconds) {
  const minutes = Math.round(milliseconds / 60000);
  if (minutes < 120) return say("minutes", { n: minutes });
  return minutes < 2880 ? say("hours", { n: Math.round(minutes / 60) }) : say("days", { n: Math.round(minutes / 1440) });
}

// The work, away from the page, so that the page stays alive.

import "../../compat.js";
import { Malformed } from "../../primitives/errors.js";
import { bodies } from "../../protocol/manifest.js";
import { text } from "../../primitives/bytes.js";
import { ask, Stopped } from "../person.js";
import { Unreadable, verify } from "../run.js";
import { atAddress, inFolder, Unreachable } from "./sources.js";

const OFTEN = 100; // milliseconds between two words about how it goes
let last = 0;

function tick(what, done, of) {
  if (Date.now() - last < OFTEN && done < of) return;
  last = Date.now();
  postMessage({ tick: { what, done, of } });
}

/** Return the title of the questionnaire, {zh, en}, where there is one that can be read. */
async function titleOf(read) {
  try {
    const form = JSON.parse(text(await read("questionnaire.json")));
    const title = (form.form || form).title;
    return typeof title === "string" ? { zh: title, en: title } : title || null;
  } catch (error) {
    return null;
  }
}

async function work({ address, files, question, expect, policy }) {
  const source = files ? inFolder(files) : atAddress(address);
  const title = await titleOf(source.read);
  if (question) return { answer: await ask(source.read, question, expect, tick), title };
  const pinned = policy && { bodies: bodies(policy, "pins bodies") };
  return { report: await verify(source, { expect, policy: pinned, tick }), title };
}

/** Return why there is no answer: unreachable, unreadable, campaign, manifest, log, list or broken. */
function reasonOf(error) {
  if (error instanceof Unreachable) return "unreachable";
  if (error instanceof Stopped) return error.part;
  return error instanceof Unreadable || error instanceof Malformed ? "unreadable" : "broken";
}

onmessage = async ({ data }) => {
  try {
    postMessage(await work(data));
  } catch (error) {
    postMessage({ stopped: reasonOf(error), detail: error.message });
  }
};

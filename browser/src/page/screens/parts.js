// Pieces that several screens share.

import { away, breakable, h, icon } from "../dom.js";
import { say } from "../language.js";

/** A heading that takes the focus when its screen comes up. */
export const heading = (text, more = {}) => h("h1", { tabindex: "-1", id: "heading", ...more }, ...breakable(text));

/** A round sign above a heading. */
export const seal = (name, kind = "") => h(`span.seal${kind}`, {}, icon(name));

/** An error line that a field points to. */
export const wrong = (id, text) => h("p.error", { id }, icon("alert"), h("span", {}, text));

function door(href, name, title, more) {
  return away(".card.door", href, icon(name), h("span", {}, h("strong", {}, say(title)), h("small", {}, say(more))));
}

/** The two doors that have nothing to do with the ballot. */
export function doors({ links }) {
  return [
    h("p.apart.quiet.small", {}, say("apart")),
    h(
      "div.doors",
      {},
      door(links.problem, "pen", "door_problem", "door_problem_more"),
      door(links.discipline, "shield", "door_coached", "door_coached_more"),
    ),
  ];
}

/** Something behind one tap. */
export const more = (title, ...content) => h("details", {}, h("summary", {}, title), h("div", {}, ...content));

/** Where the discipline office is reached. */
export const tellDiscipline = ({ links }, key = "tell") => away("", links.discipline, say(key));

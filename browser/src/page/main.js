// The resident's page. What stood behind # in the address was taken out by first.js and is read here, once.

import "../compat.js";
import { App } from "./app.js";

function taken() {
  const fragment = window.fragment;
  delete window.fragment;
  return fragment;
}

/** Another square scanned into the same page changes only the part behind #. */
function scannedAgain() {
  const fragment = location.hash.slice(1);
  if (!fragment) return;
  history.replaceState(null, "", location.pathname + location.search);
  app.boot(fragment);
}

const app = new App();
addEventListener("hashchange", scannedAgain);
addEventListener("popstate", (event) => app.stepped(event.state));
app.boot(taken());

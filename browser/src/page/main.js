// The resident's page. The part of the link behind # is read once and taken out of the address before anything else.

import "../compat.js";
import { App } from "./app.js";

function takeFragment() {
  const fragment = location.hash.slice(1);
  history.replaceState(null, "", location.pathname + location.search);
  return fragment;
}

const fragment = takeFragment();

if (typeof BigInt === "undefined" || !(window.crypto && crypto.subtle)) {
  document.getElementById("old").hidden = false;
} else {
  const app = new App();
  // Another square scanned into the same page changes only the part behind #.
  addEventListener("hashchange", () => location.hash.length > 1 && app.boot(takeFragment()));
  addEventListener("popstate", (event) => app.stepped(event.state));
  app.boot(fragment);
}

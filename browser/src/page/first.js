// Runs before everything else, in the oldest syntax: takes the code out of the address, and tells a browser that
// cannot read the rest of the page what to do.

window.fragment = location.hash.slice(1);
history.replaceState(null, "", location.pathname + location.search);
document.addEventListener("DOMContentLoaded", function () {
  if (typeof BigInt === "undefined" || !(window.crypto && crypto.subtle)) document.getElementById("old").hidden = false;
});

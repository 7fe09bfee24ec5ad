// Runs before everything else, in the oldest syntax: tells a browser that cannot read the rest of the page what to do.

document.addEventListener("DOMContentLoaded", function () {
  if (typeof BigInt === "undefined" || !(window.crypto && crypto.subtle)) document.getElementById("old").hidden = false;
});

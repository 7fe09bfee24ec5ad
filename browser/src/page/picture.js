// A QR code as a picture that a phone can save by a long press.

import { encode } from "uqr";

const SCALE = 6;
const MARGIN = 4;

/** Return a canvas with the QR code of `text`, a title above it and lines of text below. */
export function picture(text, title, lines) {
  const rows = encode(text, { ecc: "M", border: 0 }).data;
  const side = (rows.length + 2 * MARGIN) * SCALE;
  const [width, head, foot] = [Math.max(side, 420), 56, 30 * lines.length + 16];
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, head + side + foot];
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#182221";
  const left = (width - side) / 2 + MARGIN * SCALE;
  rows.forEach((row, y) =>
    row.forEach((dark, x) => dark && pen.fillRect(left + x * SCALE, head + (y + MARGIN) * SCALE, SCALE, SCALE)),
  );
  pen.textAlign = "center";
  pen.font = "600 24px sans-serif";
  pen.fillText(title, width / 2, 44);
  pen.font = "18px monospace";
  lines.forEach((line, i) => pen.fillText(line, width / 2, head + side + 22 + 30 * i, width - 24));
  return canvas;
}

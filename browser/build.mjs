// Builds the resident's page into one file, and the modules for the tests. The same bytes on every machine:
// node build.mjs          writes them
// node build.mjs --check  says whether the committed ones are these

import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
// Chromium 67 has BigInt; what is newer than that in the syntax is written in older syntax.
const settings = {
  absWorkingDir: here,
  bundle: true,
  write: false,
  minify: true,
  charset: "utf8",
  legalComments: "none",
  target: ["chrome67"],
  logLevel: "error",
};

async function bundled(entry, more = {}) {
  const { outputFiles } = await build({ ...settings, entryPoints: [join(here, "src", entry)], ...more });
  return outputFiles[0].text.trimEnd();
}

const source = (text) => `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;

/** One HTML file: style and script inside it, allowed by their hashes and nothing else. */
async function page(name) {
  const style = await bundled(`${name}/style.css`);
  const script = (await bundled(`${name}/main.js`, { format: "iife" })).replace(/<\/(?=script)/gi, "<\\/");
  const html = readFileSync(join(here, "src", name, "page.html"), "utf8");
  const parts = { STYLE: style, SCRIPT: script, STYLE_HASH: source(style), SCRIPT_HASH: source(script) };
  return html.trimEnd().replace(/@@(STYLE|SCRIPT|STYLE_HASH|SCRIPT_HASH)@@/g, (_, part) => parts[part]) + "\n";
}

const outputs = {
  "src/pingyi/page/appraise.html": () => page("page"),
  "tests/page/modules.js": () => bundled("modules.js", { format: "iife", globalName: "Pingyi" }).then((text) => `${text}\n`),
};

let stale = 0;
for (const [place, make] of Object.entries(outputs)) {
  const text = await make();
  const path = join(root, place);
  if (!process.argv.includes("--check")) writeFileSync(path, text);
  else if (!existsSync(path) || readFileSync(path, "utf8") !== text) {
    console.error(`${place} is not what browser/ builds; run: npm --prefix browser run build`);
    stale++;
  }
}
process.exitCode = stale ? 1 : 0;

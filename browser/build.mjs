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

/**
 * The big numbers of the blind signatures come from sjcl, of which the library carries a build with everything.
 * Here is the same sjcl (its own package, the version that the library names) with the parts that are used.
 */
const slimSjcl = {
  name: "slim-sjcl",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /sjcl\/index\.js$/ }, () => ({ path: "sjcl", namespace: "slim" }));
    onLoad({ filter: /.*/, namespace: "slim" }, () => {
      const parts = ["sjcl", "bitArray", "codecBase64", "codecBytes", "bn"];
      const read = (part) => readFileSync(join(here, "node_modules/sjcl/core", `${part}.js`), "utf8");
      return { contents: `${parts.map(read).join("\n")}\nexport default sjcl;` };
    });
  },
};

/** A program for a worker, as text inside the page that starts it: the same one file. */
const workerText = {
  name: "worker-text",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^worker:/ }, ({ path }) => ({ path: path.slice("worker:".length), namespace: "worker" }));
    onLoad({ filter: /.*/, namespace: "worker" }, async ({ path }) => ({
      contents: await bundled(path, { format: "iife" }),
      loader: "text",
    }));
  },
};

async function bundled(entry, more = {}) {
  const { outputFiles } = await build({ ...settings, plugins: [slimSjcl, workerText], entryPoints: [join(here, "src", entry)], ...more });
  return outputFiles[0].text.trimEnd();
}

const source = (text) => `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;

/** A script as it can stand inside a page. */
const inside = (script) => script.replace(/<\/(?=script)/gi, "<\\/");

/** One HTML file: style and scripts inside it, allowed by their hashes and nothing else. */
async function page(name) {
  const parts = {
    STYLE: await bundled(`${name}/style.css`),
    FIRST: inside(await bundled(`${name}/first.js`, { format: "iife", target: ["es5"] })),
    SCRIPT: inside(await bundled(`${name}/main.js`, { format: "iife" })),
  };
  for (const part of Object.keys(parts)) parts[`${part}_HASH`] = source(parts[part]);
  const html = readFileSync(join(here, "src", name, "page.html"), "utf8");
  return html.trimEnd().replace(/@@([A-Z_]+)@@/g, (_, part) => parts[part]) + "\n";
}

const outputs = {
  "src/pingyi/page/appraise.html": () => page("page"),
  "src/pingyi/page/verify.html": () => page("verify/page"),
  "tests/verifier_page/modules.js": () =>
    bundled("verify/modules.js", { format: "iife", globalName: "Verifier" }).then((text) => `${text}\n`),
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

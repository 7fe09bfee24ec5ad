// Where a package lies: a web address, or a folder that somebody chose.

import { Malformed } from "../../primitives/errors.js";

const PATIENCE = 60000;
const GONE = [403, 404, 410];

/** The network or the other side failed: nothing can be said about the package. */
export class Unreachable extends Error {}

async function fetched(address) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const options = { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-cache", signal: stop.signal };
    const response = await fetch(address, options);
    // A package elsewhere is another package.
    const isHere = new URL(response.url || address).host === address.host;
    return { status: isHere ? response.status : 0, bytes: new Uint8Array(await response.arrayBuffer()) };
  } catch (error) {
    throw new Unreachable(error.message);
  } finally {
    clearTimeout(timer);
  }
}

/** Return the source of a package at an address that ends with a slash. What lies there unlisted cannot be seen. */
export function atAddress(base) {
  return {
    paths: null,
    async read(path) {
      const { status, bytes } = await fetched(new URL(path, base));
      if (GONE.includes(status)) throw new Malformed(`${path}: missing`);
      if (status !== 200) throw new Unreachable(String(status));
      return bytes;
    },
  };
}

/** Return the source of a package in chosen files, [[path, file]]; the folder is the one with package.json. */
export function inFolder(files) {
  const depth = (path) => path.split("/").length;
  const tops = files.map(([path]) => path).filter((path) => /(?:^|\/)package\.json$/.test(path));
  const top = tops.sort((a, b) => depth(a) - depth(b))[0] || "package.json";
  const base = top.slice(0, -"package.json".length);
  const inside = new Map(files.filter(([path]) => path.startsWith(base)).map(([path, file]) => [path.slice(base.length), file]));
  return {
    paths: Array.from(inside.keys()),
    async read(path) {
      if (!inside.has(path)) throw new Malformed(`${path}: missing`);
      return new Uint8Array(await inside.get(path).arrayBuffer());
    },
  };
}

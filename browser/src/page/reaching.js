// Everything that goes over the network: files beside the page before Send, services only after it.

import { text, unhex } from "../primitives/bytes.js";

const PATIENCE = 30000;

/** The network or the other side failed; the same request may succeed later. `status` is 0 without an answer. */
export class Unreachable extends Error {
  constructor(status) {
    super(`unreachable ${status}`);
    this.status = status;
  }
}

/** A service refused with a code of protocol 6; `fields` is the whole document. */
export class Problem extends Error {
  constructor(code, fields) {
    super(code);
    this.code = code;
    this.fields = fields;
  }
}

async function reach(address, more = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const options = { credentials: "omit", referrerPolicy: "no-referrer", signal: stop.signal, ...more };
    const response = await fetch(address, options);
    return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
  } catch (error) {
    throw new Unreachable(0);
  } finally {
    clearTimeout(timer);
  }
}

/** Files beside the page. `now()` goes by the server's clock once it has spoken; `skew` is null before. */
export class Files {
  constructor(home) {
    this.home = home;
    this.skew = null;
  }

  /** Return the bytes of a file; Unreachable with its status when it is not there. */
  async read(path, range) {
    const more = range ? { headers: { Range: `bytes=${range[0]}-${range[1] - 1}` } } : { cache: "no-cache" };
    const { status, headers, bytes } = await reach(new URL(path, this.home), more);
    if (status !== 200 && !(range && status === 206)) throw new Unreachable(status);
    const date = Date.parse(headers.get("Date"));
    if (date) this.skew = date - Date.now();
    return range && status === 200 ? bytes.slice(range[0], range[1]) : bytes;
  }

  /** Return a JSON file, or `otherwise` when there is none. */
  async json(path, otherwise) {
    try {
      return JSON.parse(text(await this.read(path)));
    } catch (error) {
      if (error instanceof Unreachable && error.status !== 404) throw error;
      return otherwise;
    }
  }

  now() {
    return Date.now() + (this.skew || 0);
  }
}

function problem(status, bytes) {
  let document = {};
  try {
    document = JSON.parse(text(bytes));
  } catch (error) {
    return new Unreachable(status);
  }
  return typeof document.code === "string" ? new Problem(document.code, document) : new Unreachable(status);
}

/** Posts to services by the host names of the manifest; `addresses` says where a name lives otherwise. */
export class Services {
  constructor(addresses) {
    this.addresses = addresses;
  }

  /** Return the reply of POST https://NAME/v1/ACT. Throws Problem or Unreachable. */
  async post(name, act, body) {
    const base = this.addresses[name] || `https://${name}`;
    const headers = { "Content-Type": "application/octet-stream" };
    const { status, bytes } = await reach(`${base}/v1/${act}`, { method: "POST", headers, body, cache: "no-store" });
    if (status === 200) return bytes;
    throw problem(status, bytes);
  }
}

/** Return {blindedHash, signature} that a signer shows for a code it calls used; null when it shows none. */
export function shownRecord(fields) {
  try {
    return { blindedHash: unhex(fields.h_blinded, 32), signature: unhex(fields.sig, 64) };
  } catch (error) {
    return null;
  }
}

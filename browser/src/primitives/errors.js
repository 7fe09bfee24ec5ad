/** The one error for bad bytes: `what` says in short English which part is wrong. */
export class Malformed extends Error {
  constructor(what) {
    super(what);
    this.name = "Malformed";
    this.what = what;
  }
}

/** Throw Malformed unless `holds`. */
export function demand(holds, what) {
  if (!holds) throw new Malformed(what);
}

// In which order entries may stand, where statements may stand, and where witnesses are demanded (bytes.md 8 and 10).

import { equal, hex } from "../primitives/bytes.js";
import { demand, Malformed } from "../primitives/errors.js";
import { BALLOT, BATCH, CLOSE, ISSUANCE, MANIFEST, ROWS, STATEMENT, TAGS } from "./entries.js";

// A log's phases, and what each type of entry turns one into.
const [EMPTY, OPEN, CLOSED, FIRST, FINAL, DONE] = [0, 1, 2, 3, 4, 5];
const STAGES = ["open", "open", "closed", "closed", "tags", "rows"];
const NEXT = [
  { [MANIFEST]: OPEN },
  { [BATCH]: OPEN, [ISSUANCE]: OPEN, [BALLOT]: OPEN, [STATEMENT]: OPEN, [CLOSE]: CLOSED },
  { [STATEMENT]: CLOSED, [TAGS]: FIRST },
  { [STATEMENT]: FIRST, [TAGS]: FINAL },
  { [STATEMENT]: FINAL, [ROWS]: DONE },
  { [STATEMENT]: DONE },
];
const OBLIGED = ["S", "R", "M", "T1", "T2"];

/** The order of entries. `take` throws when one may not come. */
export class Order {
  constructor(camp) {
    this.camp = camp;
    this.size = 0;
    this.phase = EMPTY;
    this.batches = 0;
    this.issued = {}; // role -> its last entry of type 3
  }

  get stage() {
    return STAGES[this.phase];
  }

  take(entry) {
    const { type } = entry;
    demand(NEXT[this.phase][type] !== undefined, `log: type ${type} cannot stand at ${this.size}`);
    if (type === MANIFEST) demand(equal(entry.camp, this.camp), "log: entry 0 is of another campaign");
    if (type === BATCH) demand(entry.seq === ++this.batches, "log: a batch out of turn");
    if (type === TAGS) demand(entry.seq === (this.phase === CLOSED ? 0 : 1), "log: a tag list out of turn");
    if (type === ISSUANCE) {
      const last = this.issued[entry.role];
      demand(!last || (last.day < entry.day && last.size <= entry.size), "log: days or sizes of issuance");
      this.issued[entry.role] = entry;
    }
    this.phase = NEXT[this.phase][type];
    this.size++;
  }
}

/** The statements, followed up to the first thing that is wrong, `problem`; and the intervals to be witnessed. */
export class Course {
  constructor(manifest, camp) {
    this.manifest = manifest;
    this.camp = camp;
    this.problem = "";
    this.intervals = []; // [a, b]: a kept checkpoint of size s, a < s <= b, is demanded
    this.opened = this.withheld = null;
    this.counted = [null, null];
    this.withdrawn = new Set(); // roots in hex
    this.owners = new Map([[hex(manifest.roll.root), ["M"]]]);
    this.seen = new Set();
    this.held = 0;
    this.destroyed = {}; // party -> phase of its last
    this.demonstrated = this.hasBallots = false;
    this.milestone = this.closed = 0; // index of entry 0, 8, 6 or 7 last passed; of 8
  }

  /** Take the entry at `index`, before which the log was in `phase`; a statement comes with `said` or what is wrong. */
  take(entry, index, phase, said) {
    const { type } = entry;
    if ((type === BALLOT && !this.hasBallots) || type === TAGS || type === ROWS) this.intervals.push([this.milestone, index]);
    if (type === BALLOT) this.hasBallots = true;
    if (type === CLOSE) this.closed = index;
    if (type === CLOSE || type === TAGS || type === ROWS) this.milestone = index;
    if (this.problem) return;
    try {
      this.follow(entry, index, phase, said);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.problem = error.what;
    }
    if (entry.root) this.owners.set(hex(entry.root), [...(this.owners.get(hex(entry.root)) || []), entry.by]);
  }

  follow(entry, index, phase, said) {
    if (entry.type === TAGS) demand(this.counted[entry.seq], `statements: tag list ${entry.seq} without its count`);
    if (entry.type === ROWS) demand(this.withheld, "statements: rows without withheld");
    if (entry.type !== STATEMENT) return;
    if (said instanceof Malformed) throw said;
    demand(equal(said.campaign, this.camp) && said.by === entry.by, "statements: of another campaign or party");
    demand(!this.seen.has(hex(entry.statement)), "statements: one stands twice");
    demand(this.fits(said, phase), `statements: ${said.kind} not in its turn`);
    this.seen.add(hex(entry.statement));
    this.keep(said, index, phase);
  }

  fits(said, phase) {
    switch (said.kind) {
      case "demonstration":
        return this.manifest.demonstration;
      case "held":
        return said.size >= this.held;
      case "opened":
        return phase === CLOSED && !this.opened;
      case "counted":
        return (
          phase === (said.seq ? FIRST : CLOSED) &&
          !this.counted[said.seq] &&
          this.opened !== null &&
          equal(said.inner_root, this.opened.inner_root)
        );
      case "withheld":
        return phase === FINAL && !this.withheld;
      case "destroyed":
        return phase >= CLOSED || (said.by !== "S" && said.by !== "R");
      default:
        return (this.owners.get(hex(said.root)) || []).includes(said.by);
    }
  }

  keep(said, index, phase) {
    const { kind, by } = said;
    if (kind === "demonstration") this.demonstrated = true;
    if (kind === "held") this.held = said.size;
    if (kind === "opened") this.opened = said;
    if (kind === "counted") this.counted[said.seq] = said;
    if (kind === "withheld") this.withheld = said;
    if (kind === "withdrawn") this.withdrawn.add(hex(said.root));
    if (kind !== "destroyed") return;
    const isSigner = by === "S" || by === "R";
    if (isSigner && this.destroyed[by] === undefined) this.intervals.push([this.closed, index]);
    this.destroyed[by] = phase;
  }

  /** Return the statements that a log which has come to `phase` lacks. */
  lacking(phase) {
    const found = this.manifest.demonstration && !this.demonstrated ? ["demonstration"] : [];
    if (phase !== DONE) return found;
    const stands = (by) => this.destroyed[by] >= (by === "T1" || by === "T2" ? DONE : OPEN);
    return [...found, ...OBLIGED.filter((by) => !stands(by)).map((by) => `destroyed of ${by}`)];
  }

  /** Return an interval in which none of the sizes lies, or undefined. */
  unwitnessed(sizes) {
    return this.intervals.find(([a, b]) => !sizes.some((size) => a < size && size <= b));
  }
}

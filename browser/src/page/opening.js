// Finding and proving a campaign, and whether this copy of the page is the one that was announced.

import { checkCharacter } from "../primitives/base32.js";
import { equal } from "../primitives/bytes.js";
import { sha256 } from "../primitives/hashing.js";
import { openCampaign, Stopped } from "../protocol/campaign.js";
import { Files, Unreachable } from "./reaching.js";

const RENEWED = "renewed"; // in the address: this copy was fetched anew
const isServed = /^https?:$/.test(location.protocol);

export class Opening {
  constructor(pins) {
    this.pins = pins;
    this.files = new Files(isServed ? new URL(".", location.href) : new URL(pins.home));
  }

  /** Return where the public files of a campaign lie. */
  folder({ fingerprint }) {
    return `c/${fingerprint}/`;
  }

  /** Return the campaigns that this site names, [{fingerprint, title}]; needed only for typed codes. */
  async campaigns() {
    const named = await this.files.json("campaigns.json", []);
    const read = async (fingerprint) => {
      const form = await this.files.json(`c/${fingerprint}/questionnaire.json`, {});
      return { fingerprint, title: (form.form || form).title };
    };
    return Promise.all(named.filter((one) => /^[0-9A-Z]{26}$/.test(one)).map(read));
  }

  /** Return {campaign, services} proven, or {stop: {name, values}}. */
  async open(link) {
    const folder = this.folder(link);
    try {
      const read = (path) => this.files.read(folder + path);
      const [campaign, services] = await Promise.all([
        openCampaign(read, link.fingerprint, link.cell, this.pins),
        this.files.json("addresses.json", {}),
      ]);
      const outdated = await this.outdated(campaign.manifest);
      return outdated ? { stop: { name: outdated } } : { campaign, services };
    } catch (error) {
      return { stop: reasonOf(error) };
    }
  }

  /** Return "" when this page is the announced one, "old" for an old copy, "foreign" when a new one differs too. */
  async outdated(manifest) {
    if (!isServed) return "";
    try {
      const response = await fetch(location.href, { cache: "force-cache", credentials: "omit" });
      const own = sha256(new Uint8Array(await response.arrayBuffer()));
      if (!response.ok || equal(own, manifest.page.bundle)) return "";
    } catch (error) {
      return "";
    }
    return new URLSearchParams(location.search).has(RENEWED) ? "foreign" : "old";
  }

  /** Leave for a fresh copy of this page. */
  renew(fragment) {
    location.replace(`${location.pathname}?${RENEWED}=${Date.now()}${fragment ? `#${fragment}` : ""}`);
  }

  typed(code) {
    return code + checkCharacter(code);
  }

  /** Return "before", "during" or "after" by the server's clock; a phone's clock alone decides nothing. */
  phase({ opens, closes }) {
    if (this.files.skew === null) return "during";
    const now = this.files.now();
    if (now < opens.getTime()) return "before";
    return now < closes.getTime() ? "during" : "after";
  }
}

function reasonOf(error) {
  if (error instanceof Stopped) return { name: error.step };
  if (error instanceof Unreachable) return { name: error.status === 404 ? "missing" : "offline" };
  return { name: "broken", values: { code: error.name } };
}

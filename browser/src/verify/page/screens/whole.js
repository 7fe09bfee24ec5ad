// A whole appraisal: from this site, an address, or a folder on this machine.

import { h } from "../../../page/dom.js";
import { say } from "../language.js";
import { campaigns, field, fingerprintIn, heading } from "./parts.js";

const pathOf = (file) => file.webkitRelativePath || file.name;

export function whole(app) {
  const where = campaigns(app);
  const fault = (typed) => (!typed.trim() || fingerprintIn(typed) ? "" : say("expect_wrong"));
  const expect = field("expect", { label: say("expect"), hint: say("expect_hint"), value: app.typed.expect, fault });
  const folder = h("input", { type: "file", id: "folder", webkitdirectory: true, multiple: true });
  const advance = (event) => {
    event.preventDefault();
    const files = Array.from(folder.files, (file) => [pathOf(file), file]);
    if (!files.length && !where.judge()) return where.input.focus();
    if (!expect.judge()) return expect.input.focus();
    app.typed.expect = expect.input.value;
    const own = fingerprintIn(expect.input.value);
    if (files.length) return app.check({ files, expect: own });
    const { address, expect: typed } = where.chosen();
    return app.check({ address, expect: own || typed });
  };
  return h(
    "form.stack",
    { novalidate: true, onsubmit: advance },
    heading(say("whole_title")),
    h("p", {}, say("whole")),
    where.box,
    h("div.field", {}, h("label", { for: "folder" }, say("where_folder")), h("div.file", {}, folder)),
    expect.box,
    h("p", {}, h("button.btn.wide", { type: "submit" }, say("whole_go"))),
    h("p.quiet.small", {}, say("home_local")),
  );
}

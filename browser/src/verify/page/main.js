// The page on which anybody checks a ballot or a whole appraisal.

import "../../compat.js";
import { App } from "./app.js";

new App().boot();

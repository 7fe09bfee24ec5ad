// Starts the worker, whose program lies inside this page.

import program from "worker:verify/page/worker.js";

/** Start `wanted`; `hear` gets {tick} while it runs and then {report}, {answer} or {stopped}. Return how to end it. */
export function start(wanted, hear) {
  const address = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
  const worker = new Worker(address);
  const end = () => {
    worker.terminate();
    URL.revokeObjectURL(address);
  };
  worker.onmessage = ({ data }) => {
    if (!data.tick) end();
    hear(data);
  };
  worker.onerror = ({ message }) => {
    end();
    hear({ stopped: "broken", detail: message || "" });
  };
  worker.postMessage(wanted);
  return end;
}

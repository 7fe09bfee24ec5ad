"""A real signer for tests: run as `python -m tests.signer.web HOME STORE PORT MOMENT [LARGEST_FILE]`."""

import resource
import signal
import sys
from functools import partial
from pathlib import Path

from pingyi.durable.serving import serve
from pingyi.signer import building
from tests.durable.web import running


class Standing:
    """A clock that stands at one moment."""

    def __init__(self, moment):
        self.moment = moment

    def __call__(self):
        return self.moment


def main(home, store, port, moment, largest="0"):
    """Serve the ballot signer of the world in `home`, as if it were `moment`."""
    if int(largest):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(largest), resource.RLIM_INFINITY))
    setting = building.Setting(Path(home) / "ballot", Path(home) / "campaign", store, 1)
    building.check(setting)
    serve(
        partial(building.build, setting, now=Standing(float(moment))), address="127.0.0.1", port=int(port), threads=64
    )


def served(world, store, port, moment, *more):
    """A running signer."""
    module = [sys.executable, "-m", "tests.signer.web", str(world.home), store, str(port), str(moment)]
    return running([*module, *map(str, more)], port)


if __name__ == "__main__":
    main(*sys.argv[1:])

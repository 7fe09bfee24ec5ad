"""Finds the Java that the tests of Spark need, and gets one where there is none and we may.

python -m tests.java        finds or installs, and says what it did; without one the tests of Spark are left out
"""

import os
import shutil
import subprocess
import sys

PACKAGE = "openjdk-17-jre-headless"
# For short runs: compiling for speed costs more than it gains, three times over.
os.environ.setdefault("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")


def found() -> str | None:
    """Return the path of Java."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=f"{home}/bin") if home else shutil.which("java")


def main() -> int:
    """Return 0 always: Spark is an extra, and its tests say that they were left out."""
    if not found() and shutil.which("apt-get") and os.geteuid() == 0:
        print(f"no Java yet; trying: apt-get install {PACKAGE}", flush=True)
        for words in (["update"], ["install", "--yes", "--no-install-recommends", PACKAGE]):
            subprocess.run(["apt-get", "--quiet", *words], check=False, stdout=subprocess.DEVNULL)
    print(f"java: {found()}" if found() else f"No Java ({PACKAGE}): the tests of Spark are left out.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

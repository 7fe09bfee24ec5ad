"""Build wheel and sdist, install the wheel in a clean place, see that it starts and carries no test vectors."""

import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run(*args: str | Path) -> None:
    """Run a command; stop at the first that fails."""
    subprocess.run([str(arg) for arg in args], cwd=ROOT, check=True)


def main() -> int:
    """Return 0 when the built package stands on its own."""
    with tempfile.TemporaryDirectory() as scratch:
        build, clean = Path(scratch, "dist"), Path(scratch, "venv")
        run(Path(sys.executable).with_name("uv"), "build", "--quiet", "--no-build-isolation", "--out-dir", build)
        wheel, sdist = next(build.glob("*.whl")), next(build.glob("*.tar.gz"))
        with zipfile.ZipFile(wheel) as built, tarfile.open(sdist) as packed:
            names = built.namelist() + packed.getnames()
        carried = [name for name in names if "vectors" in name]
        if carried:
            print("test vectors in the package:", carried, file=sys.stderr)
            return 1
        run(sys.executable, "-m", "venv", clean)
        run(clean / "bin/pip", "install", "--quiet", "--require-hashes", "-r", ROOT / "requirements.lock")
        run(clean / "bin/pip", "install", "--quiet", "--no-deps", wheel)
        run(clean / "bin/pingyi", "--version")
        run(clean / "bin/pingyi", "tally", "--counts", "满意=6554,基本满意=731,不满意=496")
        for made in (wheel, sdist):
            target = ROOT / "dist" / made.name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(made.read_bytes())
    print("dist/ is ready")
    return 0


if __name__ == "__main__":
    sys.exit(main())

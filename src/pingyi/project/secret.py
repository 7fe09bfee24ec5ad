"""The signing secret: from PINGYI_SECRET, else a random one kept beside the data."""

import os
import secrets
from pathlib import Path


def secret_file(var: Path) -> Path:
    """Return where the secret is kept when PINGYI_SECRET gives none."""
    return var / "secret.key"


def read_or_make_secret(var: Path) -> str:
    """Return the secret; makes `var`/secret.key (mode 0600) the first time."""
    if given := os.environ.get("PINGYI_SECRET"):
        return given
    path = secret_file(var)
    if not path.exists():
        _make(path)
    return path.read_text()


def _make(path: Path) -> None:
    """Write it whole under another name first: two processes may start at once, and neither may read half a secret."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(draft, path)  # fails where another process was first; then its secret counts
    except FileExistsError:
        pass
    finally:
        draft.unlink()

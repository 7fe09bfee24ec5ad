"""The signing secret: from PINGYI_SECRET, else a random one kept beside the data."""

import os
import secrets
from pathlib import Path


def read_or_make_secret(var: Path) -> str:
    """Return the secret; makes `var`/secret.key (mode 0600) the first time."""
    if given := os.environ.get("PINGYI_SECRET"):
        return given
    path = var / "secret.key"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        os.write(handle, secrets.token_urlsafe(48).encode())
        os.close(handle)
    return path.read_text()

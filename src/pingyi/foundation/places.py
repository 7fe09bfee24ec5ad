"""Where the installation keeps its files: everything lies under the folder named by PINGYI_VAR."""

from pathlib import Path

from django.conf import settings


def var_folder(*parts: str) -> Path:
    """Return a folder below PINGYI_VAR, made for this user alone if it was missing."""
    folder = Path(settings.PINGYI_VAR, *parts)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder

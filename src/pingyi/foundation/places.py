"""Where the installation keeps its files: everything lies under the folder named by PINGYI_VAR."""

from pathlib import Path

from django.conf import settings


def var_folder(*parts: str) -> Path:
    """Return a folder below PINGYI_VAR, made if it was missing."""
    folder = Path(settings.PINGYI_VAR, *parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder

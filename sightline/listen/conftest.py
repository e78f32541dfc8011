"""Every test has folders of its own, and tasks are done at once."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_folders(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"  # type: ignore[attr-defined]
    settings.MART_DIR = tmp_path / "mart"  # type: ignore[attr-defined]
    settings.TASKS = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    }

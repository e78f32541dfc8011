"""Every test has folders of its own, and tasks are done at once."""

from pathlib import Path

import pytest

from sightline.conftest import NOW, Cast
from sightline.listen.answering import seen, visits
from sightline.listen.imports.factories import Desk, many, row
from sightline.listen.imports.models import SurveyImport
from sightline.listen.live import running
from sightline.listen.questionnaires import compiled


@pytest.fixture(autouse=True)
def own_folders(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"  # type: ignore[attr-defined]
    settings.MART_DIR = tmp_path / "mart"  # type: ignore[attr-defined]
    settings.ANSWER_KEYS_DIR = tmp_path / "answer-keys"  # type: ignore[attr-defined]
    settings.TASKS = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    }


@pytest.fixture(autouse=True)
def nothing_kept_of_other_tests() -> None:
    """Processes keep what a round asks; each test has rounds of its own under the same numbers."""
    compiled._cache.clear()
    visits._compiled.cache_clear()
    visits._room.cache_clear()
    seen._asked.cache_clear()
    running._counted.cache_clear()


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """Somebody at work on the round of autumn 2026 of the survey "pulse"."""
    return Desk(cast.national, NOW)


@pytest.fixture
def checked(desk: Desk) -> SurveyImport:
    """A file with six good rows and one in error."""
    return desk.checked([*many(6), row(9, q1="Maybe")])

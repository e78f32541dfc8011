"""Cases with known answers lie outside the project; their tests are skipped where they do not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

_FOLDER = Path(__file__).resolve().parents[3] / "shared" / "cases"


@pytest.fixture(scope="session")
def load_cases() -> Callable[[str], Any]:
    """The case file of a name."""

    def load(name: str) -> Any:
        path = _FOLDER / name
        if not path.exists():
            pytest.skip(f"{name} is not beside the project")
        return json.loads(path.read_text(encoding="utf-8"))

    return load

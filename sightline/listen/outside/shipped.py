"""What comes with the service: the sources, their indicators, and subjects with a profession."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent / "data"


def _read(name: str) -> dict[str, Any]:
    return yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def sources() -> list[dict[str, Any]]:
    return _read("sources")["sources"]


def indicators() -> dict[str, dict[str, Any]]:
    """Source → audience → ``{"scale", "items"}``; "left_out" beside the audiences."""
    return _read("indicators")


@cache
def subjects() -> dict[str, tuple[str, str]]:
    """Code of a CAH subject → its name and the code of the programme it is read beside."""
    return {one["code"]: (one["name"], one["programme"]) for one in _read("subjects")["subjects"]}

"""The reference data that comes with the service, read from data/*.yaml in its own form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Board:
    """An integrated care board. ``closed_date`` is the first day on which it is no more."""

    code: str
    name: str
    region_code: str
    opened_date: date
    closed_date: date | None


@dataclass(frozen=True)
class BoardSuccession:
    predecessor: str
    successor: str
    on_date: date
    extent: str  # "whole" or "part"


@dataclass(frozen=True)
class Geography:
    regions: tuple[tuple[str, str], ...]  # code, name
    boards: tuple[Board, ...]
    successions: tuple[BoardSuccession, ...]


@dataclass(frozen=True)
class ProfessionFact:
    code: str
    name: str
    branch: str
    regulator: str
    is_checked: bool


@dataclass(frozen=True)
class ProgrammeFact:
    code: str
    name: str
    profession_code: str
    level: str
    is_checked: bool


def _read(name: str) -> Mapping[str, Any]:
    with (_FOLDER / name).open(encoding="utf-8") as file:
        return yaml.safe_load(file)


@cache
def geography() -> Geography:
    data = _read("regions-and-icbs.yaml")
    boards = tuple(
        Board(
            code=one["code"],
            name=one["name"],
            region_code=one["region"],
            opened_date=one["from"],
            # The file gives the last day, as the official lists do.
            closed_date=one["until"] + timedelta(days=1) if "until" in one else None,
        )
        for one in data["integrated_care_boards"]
    )
    successions = tuple(
        BoardSuccession(one["from"], one["to"], one["date"], one["extent"])
        for one in data["successions"]
    )
    regions = tuple((one["code"], one["name"]) for one in data["regions"])
    return Geography(regions, boards, successions)


@cache
def professions() -> tuple[ProfessionFact, ...]:
    data = _read("professions.yaml")
    return tuple(
        ProfessionFact(
            code=one["code"],
            name=one["name"],
            branch=one["branch"],
            regulator=one.get("regulator", ""),
            is_checked=one.get("checked", data["checked"]),
        )
        for one in data["professions"]
    )


@cache
def programmes() -> tuple[ProgrammeFact, ...]:
    data = _read("programmes.yaml")
    return tuple(
        ProgrammeFact(
            code=one["code"],
            name=one["name"],
            profession_code=one["profession"],
            level=one["level"],
            is_checked=one.get("checked", data["checked"]),
        )
        for one in data["programmes"]
    )

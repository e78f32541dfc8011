"""The groups that results are shown for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    NATION = "nation"
    REGION = "region"
    ICB = "icb"
    PROVIDER = "provider"
    SITE = "site"
    PROGRAMME = "programme"
    PROFESSION = "profession"
    PROVIDER_PROGRAMME = "provider-programme"
    PROVIDER_PROFESSION = "provider-profession"


CROSSINGS = (Level.PROVIDER_PROGRAMME, Level.PROVIDER_PROFESSION)

#: The code of the one group of Level.NATION.
ENGLAND = "ENG"


class Audience(StrEnum):
    """Who reads: each has its own smallest group and its own mask."""

    INSIDE = "inside"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class GroupKey:
    """One group of respondents.

    ``code`` is an organisation's, a programme's or a profession's code. ``other_code`` is the
    programme's or profession's code of a crossing (``code`` is then the provider) and else empty.
    """

    level: Level
    code: str = ENGLAND
    other_code: str = ""


NATION = GroupKey(Level.NATION)

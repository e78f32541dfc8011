"""What can be wrong with a row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Each with the words that head its line in the report."""

    WIDTH = "Rows with too many or too few cells"
    FORMULA = "Formulas in cells"
    NO_RESPONDENT = "Rows without a respondent"
    REPEATED = "Respondents with more than one row"
    PROVIDER = "Provider codes that are not known"
    PROVIDER_NOT_OPEN = "Providers that were not open"
    SITE = "Site codes that are not known"
    SITE_NOT_OPEN = "Sites that were not open"
    SITE_ELSEWHERE = "Sites of another provider"
    PROGRAMME = "Programme codes that are not known"
    PROFESSION = "Professions that do not fit"
    LEVEL = "Levels that do not fit the programme"
    DAY = "Days that do not fit"
    OUT_OF_SCALE = "Answers that are not on the scale"
    OTHER_BRANCH = "Answers to items of another profession"
    LONG_COMMENT = "Comments that are too long"


@dataclass(frozen=True)
class Problem:
    """One fault of one row. ``row`` is its index in the block; ``text`` what stood in the cell.

    ``text`` is blank where it could tell who somebody is.
    """

    row: int
    line: int
    kind: Kind
    heading: str
    text: str
    message: str

    @property
    def sentence(self) -> str:
        return f"{self.heading}: {self.message}" if self.heading else self.message


class Wrong(Exception):
    """A cell's text cannot be used; the message completes "“text” …"."""

    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message

"""The vocabulary of the Standards Room."""

from enum import StrEnum


class Sufficiency(StrEnum):
    """How many independent voices are heard that are fresh."""

    SILENT = "silent"
    STALE = "stale"
    ONE = "one"
    TWO = "two"
    WELL = "well"


class Agreement(StrEnum):
    """Whether the voices that are fresh point the same way."""

    NOBODY = "nobody"
    ALONE = "alone"
    MET = "met"
    SHORT = "short"
    MIXED = "mixed"
    DIFFER = "differ"


SUFFICIENCY: dict[Sufficiency, str] = {
    Sufficiency.SILENT: "Silence: nobody has said anything",
    Sufficiency.STALE: "Only old evidence",
    Sufficiency.ONE: "One voice",
    Sufficiency.TWO: "Two voices",
    Sufficiency.WELL: "Three or more voices",
}
#: Said instead of silence, of a standard whose evidence stands under an earlier wording.
WAITING = "Said only under the earlier wording"
#: How many of three dots are filled.
DOTS: dict[Sufficiency, int] = {
    Sufficiency.SILENT: 0,
    Sufficiency.STALE: 0,
    Sufficiency.ONE: 1,
    Sufficiency.TWO: 2,
    Sufficiency.WELL: 3,
}
AGREEMENT: dict[Agreement, str] = {
    Agreement.NOBODY: "Nobody says either way",
    Agreement.ALONE: "Only one says either way",
    Agreement.MET: "They agree: points to met",
    Agreement.SHORT: "They agree: points to not met",
    Agreement.MIXED: "They agree in part",
    Agreement.DIFFER: "They differ",
}
#: A sign beside the words, so that a colour is never alone.
SIGNS: dict[Agreement, str] = {
    Agreement.NOBODY: "–",
    Agreement.ALONE: "1",
    Agreement.MET: "✓",
    Agreement.SHORT: "✗",
    Agreement.MIXED: "≈",
    Agreement.DIFFER: "≠",
}

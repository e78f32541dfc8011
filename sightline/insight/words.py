"""What numbers say, in words. Pure: takes cells that passed the gate, gives text."""

from __future__ import annotations

from sightline.design import show
from sightline.results.gate import Benchmark, Cell
from sightline.results.levels import Level
from sightline.stats.outliers import Colour

WITHHELD = "Not shown: too few answers here, or showing it would reveal a small group elsewhere."

LEVELS = {
    Level.NATION: "The whole country",
    Level.REGION: "Region",
    Level.ICB: "Integrated care board",
    Level.PROVIDER: "Placement provider",
    Level.SITE: "Site",
    Level.PROGRAMME: "Programme",
    Level.PROFESSION: "Profession",
    Level.PROVIDER_PROGRAMME: "Programme at a provider",
    Level.PROVIDER_PROFESSION: "Profession at a provider",
}

#: What several groups of a level are called inside a place.
MANY = {
    Level.REGION: "regions",
    Level.ICB: "integrated care boards",
    Level.PROVIDER: "providers",
    Level.SITE: "sites",
    Level.PROGRAMME: "programmes",
    Level.PROFESSION: "professions",
    Level.PROVIDER_PROGRAMME: "programmes",
    Level.PROVIDER_PROFESSION: "professions",
}

LOW_PROVIDERS = (
    "A provider is listed when at least one of its themes is red: in the lowest quarter of "
    "providers like it, with 95% limits that do not overlap those of their average.",
    "Those with most red themes come first; among equals, those red for the second round running.",
    "Where providers do not differ at all, 2 to 5 themes in 100 would still be red by chance.",
)

LOW_PROGRAMMES = (
    "A programme counts as low at a provider when at least half of its themes there are red: "
    "clearly below the same programme at other providers.",
    "Providers where at least half of the themes are red for everybody are left out, because the "
    "trouble there is not the programme's own.",
    "Listed are programmes that are low at two providers or more. New means that it was shown and "
    "not low in the round before. Programmes that are newly low at most providers come first.",
)

READING = (
    "Coverage is the share of those who took part here who answered the question. How many could "
    "have taken part is not known, so there is no response rate.",
    "A change is called better or worse only when the 95% limits of the difference leave out zero: "
    "Newcombe's limits of the difference between the positive shares for a question, the limits of "
    "the difference between the scores for a theme.",
    "Even where nothing has changed, about one question in twenty will look as if it had.",
)


ROUNDS = (
    "Each score is that of its own round, with its own mask: a round in which too few answered is "
    "withheld and leaves a gap.",
    "Where a question, its answers or the questions of a theme were changed, the line stops: the "
    "rounds before and after cannot be compared.",
    "Listed as changed are those whose 95% limits of the difference leave out zero. Even where "
    "nothing has changed, about one in twenty will be listed.",
)


def many(group_level: Level, level: Level) -> str:
    """What the groups of ``level`` inside a group are called: of a programme, its providers."""
    if group_level in (Level.PROGRAMME, Level.PROFESSION) and level is not Level.PROGRAMME:
        return "providers"
    return MANY[level]


def placed(cell: Cell) -> str:
    """Where a result stands in its benchmark group, in one sentence."""
    if not cell.shown:
        return WITHHELD
    if cell.benchmark is None or cell.flag is Colour.GREY:
        return f"A score of {show.number(cell.score, 1)} out of 100."
    of = f"the {show.number(cell.benchmark.groups)} shown in “{cell.benchmark.name}”"
    return {
        Colour.RED: f"Clearly below the average of {of}.",
        Colour.PINK: f"In the lowest quarter of {of}, but that may be chance.",
        Colour.WHITE: f"In the middle half of {of}.",
        Colour.LIGHT_GREEN: f"In the highest quarter of {of}, but that may be chance.",
        Colour.GREEN: f"Clearly above the average of {of}.",
    }[cell.flag]


def compared(benchmark: Benchmark, score: float | None) -> str:
    """A score beside its benchmark's."""
    return f"Score {show.number(score, 1)}; their average is {show.number(benchmark.score, 1)}"


def points(difference: float) -> str:
    """Which side of the benchmark: "points below", "points above" or "points from"."""
    if difference == 0:
        return "points from the average"
    return f"points {'below' if difference < 0 else 'above'} the average"


def joined(parts: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)

"""What numbers say, in words. Pure: takes cells that passed the gate, gives text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sightline.design import show
from sightline.insight.gaps import FEW as FEW_PEOPLE
from sightline.insight.gaps import Gap, Row, Sure
from sightline.results.characteristics.gate import FEWEST, LEAST_SPLIT
from sightline.results.gate import Benchmark, Cell
from sightline.results.levels import CROSSINGS, Level
from sightline.results.together import LEAST
from sightline.stats.ranks import RankInterval
from sightline.stats.rounding import WHOLE_BELOW
from sightline.stats.spc import ENOUGH

if TYPE_CHECKING:
    from sightline.insight.queries.alike import Together
    from sightline.insight.queries.among import Standing
    from sightline.insight.queries.equity import Split

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
    "A provider is listed when at least one of its themes is red: in the lowest quarter (“What the "
    "colours mean” says of what), with 95% limits that do not overlap those of the average of "
    "providers like it.",
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
    "At a provider a programme is compared with the same one elsewhere, so one that is low "
    "everywhere would be low nowhere. Where the whole programme is clearly below other programmes, "
    "it is low wherever half of its themes lie below all programmes together, beyond chance.",
)

READING = (
    "Coverage is the share of those who took part here who answered the question. It is left out "
    "where only one branch of professions is asked. How many could have taken part is not known, "
    "so there is no response rate.",
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


HEATMAP = (
    "Places stand under their region and board, not in the order of their scores: a list by score "
    "would tell apart places that do not differ.",
    "Each cell is compared with its own benchmark group. Where providers do not differ at all, 2 "
    "to 5 cells in 100 would still be ▼ by chance.",
)


PROCESSES = (
    "Each chart is an XmR chart: the mean of all months, and limits 2.66 mean moving ranges above "
    "and below it. Extreme steps are not left out of the limits, as in NHS England's own tool.",
    "What is counted at the end of each month is drawn as a line alone, without limits: one month "
    "follows from another.",
    "A month is unlike usual variation when it lies outside the limits, when it is one of seven "
    "in a row on one side of the mean or of seven that all rise or all fall, or when it is one of "
    "two among three that lie near the same limit. The rules are those of NHS England's Making "
    "Data Count team (2023). The last month decides what the table says.",
    "With a target: it will be met, or missed, as long as nothing changes, when it lies on or "
    "beyond a limit; between the limits it is hit or miss.",
    f"Limits need {ENOUGH} months, and for counts one a month or more on average. Months without "
    "anything to measure are left out. The month that is not over is left out.",
    "Even where nothing changes, about one chart in ten will show something in its first year and "
    "one in five in two years; of the last month alone it is one in fifty.",
    "A rise after a survey round is to be expected: results bring concerns.",
)
EQUITY = (
    "People say of themselves which group they are in. “Prefer not to say” and “no answer” are "
    "groups of their own, so that nobody is left out.",
    f"A group is shown from {FEWEST} people, a place is split from {LEAST_SPLIT}, and other groups "
    "are withheld beside a small one so that it cannot be worked out. Sites and programmes are "
    "never split.",
    "A gap is the score of a group less that of the largest group that answered. It is clear where "
    "its 95% limits leave out nought. With six groups and six themes, one or two gaps will look "
    "clear by chance alone.",
    "Reliability goes by the 95% interval of the score: good up to 3 points on either side, fair "
    "up to 7, low beyond.",
    "The gap in the same professions is by direct standardisation (Kitagawa 1955): each group’s "
    "score in each profession, weighted by all learners of the place in that profession. "
    "Professions in which one of the two groups cannot be used are left out; a gap is given where "
    "the rest hold half of all learners.",
    "For England it is by profession. For a region, a board or a provider it is by group of "
    "professions (such as nursing), because single professions are too small there. A group of "
    f"professions is used from {LEAST_SPLIT} learners, and of people from {FEWEST} in it, and only "
    "where nothing of a smaller group could be worked out from it. On a profession’s page "
    "everybody is in the same one already.",
    "Where the gap is much smaller in the same professions, or turns round, and the crude gap lies "
    "outside the limits of that one, the mix of professions is part of it. That does not make it "
    "right: who gets into which profession is a matter of equity as well.",
)
DRIVERS = (
    "From respondents' own answers: the correlations between questions, over all who answered both "
    f"of a pair, in England or one profession, from {LEAST} answers to every pair. Only the "
    "correlations leave, to three decimals.",
    "The share is a relative weight (Johnson 2000): what all questions explain of the outcome "
    "together, divided among them in a way that is fair to questions that say much the same. "
    "Shares add up to 100%.",
    "The 95% limits of shares are from drawing as many people again, 600 times, from a population "
    "with these correlations. Where the limits of two questions overlap, either may come first. "
    "Tried on made-up answers, they held the true share 95 times in 100 with 24 questions and 200 "
    "people (92 for the worst question), and 96 or 97 with fewer questions or more people.",
    "“Others held fixed” is the partial correlation: what is left when all other questions stay as "
    "they are, with its 95% limits. Where questions say much the same it is small for all of them.",
    "A person who is content answers every question better. Part of every correlation is only "
    "that, so differences between shares of a few per cent mean nothing.",
    "The questions of one profession are left out, so that professions can be compared.",
)
_QUEUE = "For those who may read what people raise, cases of the last year"
VOICES_IN_VIEW = {
    "all": f"{_QUEUE} are counted, all of them.",
    "educators": f"{_QUEUE} are counted where an educator raised them.",
    "patients": f"{_QUEUE} are counted where patients’ safety was or may have been touched.",
    "people": f"{_QUEUE} are counted where somebody’s own safety was or may have been touched.",
    "none": "",
}
AMONG = (
    "Like is compared with like, by the first rule that gives ten places or more that can be "
    "shown: the same kind and size, the same kind, the same kind in the region, the same main "
    "profession, the region, all. You can choose another. A group of fewer than five is not "
    "offered.",
    "Size is the third of its kind in which a place lies by the number who answered, because "
    "there is no full list of learners.",
    "The average is that of all their answers, the place's own among them. Quartiles and median "
    "are of the places' scores.",
    "A place in an order is never given without its interval. Another place counts as higher or "
    "lower only where the difference is beyond chance, allowing for as many comparisons as there "
    "are places (Bonferroni), so the interval holds the true place 95 times in 100. Source: Klein, "
    "Wright and Wieczorek (2020).",
    "The colours on other pages compare with all of the same kind in England; here the group is "
    "the one that you chose, and quartiles are of its places' scores for themes as well.",
)


def pooling(split: Split) -> list[str]:
    """How groups were put together, by the declared order: years, sites, then groups of people;
    and how far gaps are within professions."""
    found = []
    rounds = split.rounds
    if len(rounds) > 1:
        found.append(
            f"Years: {joined(list(rounds))} are put together, because a group here has fewer than "
            f"{FEW_PEOPLE} answers in one round."
        )
    else:
        found.append(f"Years: {rounds[0]} alone.")
    found.append("Sites: all sites of a provider together, always.")
    together = [name for row in split.rows for name in row.together]
    if together:
        found.append(
            f"Groups of people: {joined(together)} together, because one of them is too small to "
            "be shown."
        )
    else:
        found.append("Groups of people: each by itself.")
    if split.is_adjusted:
        least, most = (show.number(100 * one, 0) for one in split.covered)
        found.append(
            f"Gaps in the same {split.within}: of {rounds[0]}"
            + (" alone" if len(rounds) > 1 else "")
            + f", over {split.within} that hold at least {least}% of learners here"
            + (f" (for some groups at least {most}%)." if most != least else ".")
        )
    elif split.within:
        found.append(
            f"Gaps in the same {split.within}: not known here, because too few people of two "
            "groups are in the same ones."
        )
    return found


def together(like: Together, name: str, named: Mapping[str, str]) -> list[str]:
    """What was put together instead of a place without figures, and why.

    ``named``: what networks, and the board or provider, are called, by code.
    """
    whole = named[like.whole.code]
    many = MANY[Level.SITE if like.whole.level is Level.PROVIDER else Level.PROVIDER]
    kind = f"answers that name no site, and the {many} of" if many == "sites" else f"the {many} of"
    parts = [
        f"{show.number(like.in_network(code))} practices of {named.get(code, code)}"
        for code in like.networks
    ]
    if like.others:
        parts.append(
            f"{kind} {whole} without a figure of their own"
            f"{' that are in no network shown here' if parts else ''}, {name} among them, as one: "
            f"{show.number(like.others)} places"
        )
    asked = "; for other questions ".join(parts)
    found = [
        f"{name} has no figures of its own, because of too few answers or because they would "
        f"reveal a small group elsewhere. These are of {asked}, whether or not somebody answered "
        "there.",
        f"They say how it is in places like this one, not how it is at {name}. "
        + (
            "A network’s figure is shown only where nothing that is withheld follows from it."
            if like.networks
            else f"They are the figures of {whole} less those that are shown, so they give nothing "
            "more away."
        ),
    ]
    if any(row.one for row in like.rows):
        found.append(
            "How far one place can differ is worked out from up to "
            f"{show.number(like.compared)} {many} of its kind that have figures: of single places "
            "like these, 95 in 100 would lie between “one place, low” and “one place, high”. "
            "Smaller places may differ more."
        )
    else:
        found.append(
            "How far one place can differ from them is not known: too few of its kind have figures."
        )
    if len(like.labels) > 1:
        found.append(
            f"Years: {joined(list(like.labels))} are put together as well, each as the places lay "
            "then, where the question was the same and the same places were put together."
        )
    return found


def limits(gap: Gap) -> str:
    low, high = gap.limits
    return f"{show.number(low, 1)} to {show.number(high, 1)}"


NOT_KNOWN = "Not known here"


def why_not_adjusted(row: Row, within: str) -> str:
    """Why a group has no gap in the same professions, or groups of them."""
    if row.together:
        return "Several groups together"
    if row.gap is None:
        return "Not compared: other rounds"
    return f"Too few in the same {within}"


def gap_in_short(row: Row) -> str:
    """A gap with a sign where it is clear: "▼ −2.1"."""
    if row.gap is None:
        return "Compared with" if row.is_reference else "–"
    sign = {Sure.LOWER: "▼ ", Sure.HIGHER: "▲ "}.get(row.gap.sure, "")
    return f"{sign}{show.number(round(row.gap.points, 1), 1)}"


def alongside(level: Level) -> str:
    """What the groups of a level are called among themselves."""
    return "providers" if level in CROSSINGS else MANY.get(level, "places")


def places(rank: RankInterval) -> str:
    """An order with its interval, in a few words: "3rd to 19th of 31"."""
    if rank.best == rank.worst:
        return f"{ordinal(rank.best)} of {rank.units}"
    if (rank.best, rank.worst) == (1, rank.units):
        return f"anywhere of {rank.units}"
    return f"{ordinal(rank.best)} to {ordinal(rank.worst)} of {rank.units}"


def ordinal(number: int) -> str:
    """ "1st", "12th", "23rd"."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    teen = 10 <= number % 100 <= 20
    return f"{number}{'th' if teen else endings.get(number % 10, 'th')}"


def among(own: Standing, name: str) -> str:
    """Where a result lies among its peers, in sentences."""
    q1, _, q3 = own.quartiles
    score = own.cell.score or 0.0
    if score < q1:
        where = "in the lowest quarter of"
    elif score > q3:
        where = "in the highest quarter of"
    else:
        where = "in the middle half of"
    rank = own.rank
    sure = (
        f"{rank.higher} of them are surely higher and {rank.lower} surely lower; the others may be "
        "either."
        if rank.best != rank.worst
        else "That place is sure."
    )
    side = "above" if own.difference > 0 else "below"
    return (
        f"A score of {show.number(own.cell.score, 1)} ({show.number(own.cell.low, 1)} to "
        f"{show.number(own.cell.high, 1)}) lies {where} {name}, "
        f"{show.number(abs(own.difference), 1)} points {side} their average of "
        f"{show.number(own.mean, 1)}. Its place from the top is {places(rank)}. {sure}"
    )


def many(group_level: Level, level: Level) -> str:
    """What the groups of ``level`` inside a group are called: of a programme, its providers."""
    if group_level in (Level.PROGRAMME, Level.PROFESSION) and level is not Level.PROGRAMME:
        return "providers"
    return MANY[level]


def scored(cell: Cell) -> str:
    """A score with its interval, as a sentence."""
    score, low, high = (show.number(one, 1) for one in (cell.score, cell.low, cell.high))
    return f"Its score is {score}, and lies between {low} and {high} with 95% confidence."


def positive(cell: Cell) -> str:
    """The share of positive answers with the digits that so many answers can bear: "67%", "68.3%";
    empty where there is none."""
    return show.percent(cell.positive, 0 if (cell.n or 0) < WHOLE_BELOW else 1)


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

"""What a monthly series says by the rules of Making Data Count, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sightline.stats import spc
from sightline.stats.spc import Assurance, Better, Kind, Rule, Variation

#: A count with a lower mean is too rare for these limits.
RARE = 1.0
#: Why a stock is drawn as a line alone.
STOCK = (
    "No limits: what is counted at the end of a month follows from the month before, so limits "
    "made for months that do not would call almost every month unusual"
)


@dataclass(frozen=True)
class Series:
    """A measure by month, oldest first; months without anything to measure are left out.

    ``is_count``: of things that happened, for which limits need a mean of RARE or more.
    ``is_stock``: of things that are there at the end of each month, which has no limits.
    """

    code: str
    label: str
    rule: str  # what is counted, in a sentence
    better: Better
    points: Sequence[tuple[date, float]]
    target: float | None = None
    unit: str = ""
    is_count: bool = False
    is_stock: bool = False

    @property
    def decimals(self) -> int:
        return 1 if self.unit == " days" else 0


@dataclass(frozen=True)
class Read:
    """A series with its chart of limits, or in ``why_not`` why there are none."""

    series: Series
    chart: spc.Chart | None
    why_not: str = ""

    @property
    def variation(self) -> str:
        """What the last month says, in a few words."""
        if self.chart is None:
            return self.why_not
        return _VARIATION[self.chart.variation]

    @property
    def variation_look(self) -> str:
        return "" if self.chart is None else look(self.chart.points[-1].kind)

    @property
    def is_up(self) -> bool | None:
        if self.chart is None or self.chart.variation is Variation.COMMON_CAUSE:
            return None
        return str(self.chart.variation).endswith("high")

    @property
    def assurance(self) -> str:
        """Whether the target will be met, or why that cannot be said; "" without a target."""
        if self.series.target is None:
            return ""
        if self.chart is None or self.chart.assurance is None:
            return f"Cannot be said yet. {self.why_not}".strip()
        return _ASSURANCE[self.chart.assurance][1]

    @property
    def assurance_look(self) -> str:
        if self.chart is None or self.chart.assurance is None:
            return ""
        return _ASSURANCE[self.chart.assurance][0]


_VARIATION = {
    Variation.COMMON_CAUSE: "Usual variation: no significant change",
    Variation.CONCERN_HIGH: "Worse than usual, higher",
    Variation.CONCERN_LOW: "Worse than usual, lower",
    Variation.IMPROVEMENT_HIGH: "Better than usual, higher",
    Variation.IMPROVEMENT_LOW: "Better than usual, lower",
    Variation.NEUTRAL_HIGH: "Higher than usual",
    Variation.NEUTRAL_LOW: "Lower than usual",
}
_ASSURANCE = {
    Assurance.MEETS: ("meets", "Will meet the target if nothing changes"),
    Assurance.FAILS: ("fails", "Will miss the target unless something changes"),
    Assurance.HIT_OR_MISS: ("either", "Hit or miss: meets the target some months by chance"),
}
RULES = {
    Rule.ABOVE: "above the upper limit",
    Rule.BELOW: "below the lower limit",
    Rule.RISING: "seven months rising",
    Rule.FALLING: "seven months falling",
    Rule.TWO_HIGH: "two of three near the upper limit",
    Rule.TWO_LOW: "two of three near the lower limit",
    Rule.HIGH: "seven months above the mean",
    Rule.LOW: "seven months below the mean",
}


def read(series: Series) -> Read:
    """The series with its limits, where there are enough months and they are not too rare."""
    values = [value for _, value in series.points]
    if series.is_stock:
        return Read(series, None, STOCK)
    if len(values) < spc.ENOUGH:
        have = f"only {len(values)} so far" if values else "none so far"
        return Read(series, None, f"Limits need {spc.ENOUGH} months: {have}")
    if series.is_count and sum(values) / len(values) < RARE:
        return Read(series, None, "Too rare for limits: less than one a month")
    # As NHS England's own tool: extreme steps are not left out of the limits.
    return Read(series, spc.xmr(values, better=series.better, target=series.target, screen=False))


def look(kind: Kind) -> str:
    """How a point is drawn: usual, better, worse or neither."""
    return {
        Kind.COMMON_CAUSE: "usual",
        Kind.IMPROVEMENT: "better",
        Kind.CONCERN: "worse",
    }.get(kind, "neither")


def said(rules: Sequence[Rule]) -> str:
    """Why a point is unlike usual variation; "" where it is not."""
    text = ", ".join(RULES[rule] for rule in rules)
    return text[:1].upper() + text[1:]


def months(first: date, last: date) -> list[date]:
    """The first day of every month from that of ``first`` to that of ``last``."""
    found, month = [], first.replace(day=1)
    while month <= last:
        found.append(month)
        month = next_month(month)
    return found


def next_month(day: date) -> date:
    """The first day of the month after."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)

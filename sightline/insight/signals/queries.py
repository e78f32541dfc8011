from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from sightline.access.viewer import Viewer
from sightline.insight.signals import limits, rules
from sightline.insight.signals.models import Signal, SignalCount, SignalEnding, SignalLook
from sightline.insight.signals.rules import Precision
from sightline.insight.signals.words import USEFUL, Kind

#: Kind, how and when.
_Ended = tuple[str, str, datetime]
#: Quarters of a year that the page of precision lists.
_QUARTERS = 8


def waiting(viewer: Viewer) -> int:
    """How many signals of the viewer's patch need a person. One query."""
    return Signal.objects.visible_to(viewer).waiting().count()


@dataclass(frozen=True)
class Summary:
    waiting: int
    useful: Precision
    last: SignalLook | None
    counts: Sequence[SignalCount]

    @property
    def looks(self) -> int:
        return sum(one.looks for one in self.counts)

    @property
    def expected(self) -> float:
        """False alarms in one look when nothing is going on, over all kinds."""
        return sum(one.expected for one in self.counts)


def summary(viewer: Viewer) -> Summary:
    """What waits and how many were useful for a viewer; the last look of all. Four queries."""
    ended = _ended(viewer)
    last = SignalLook.objects.first()
    return Summary(
        waiting=waiting(viewer),
        useful=_precision(ended),
        last=last,
        counts=list(last.counts.all()) if last else [],
    )


@dataclass(frozen=True)
class Line:
    """A kind of signal, or a quarter of a year, with the share found useful."""

    name: str
    precision: Precision


def precision(viewer: Viewer) -> tuple[Line, list[Line], list[Line]]:
    """Of all signals that ended, of each kind, and of each quarter, the latest first. One query."""
    ended = _ended(viewer)
    quarters: dict[str, list[_Ended]] = {}
    for one in ended:
        quarters.setdefault(rules.quarter(timezone.localtime(one[2])), []).append(one)
    return (
        Line("All", _precision(ended)),
        [Line(kind.label, _precision([one for one in ended if one[0] == kind])) for kind in Kind],
        [Line(name, _precision(each)) for name, each in list(quarters.items())[:_QUARTERS]],
    )


def _ended(viewer: Viewer) -> list[_Ended]:
    """Kind, how and when of every signal that ended, the latest first. One query."""
    seen = Signal.objects.visible_to(viewer).order_by()
    rows = SignalEnding.objects.filter(signal__in=seen).order_by("-at", "-pk")
    return list(rows.values_list("signal__kind", "how", "at"))


def _precision(ended: Sequence[_Ended]) -> Precision:
    useful = sum(how in USEFUL for _, how, _ in ended)
    return rules.precision(useful, len(ended), limits.fewest_to_say())

"""What a file would change: each result matched, judged and compared with what is stored.

The same code plans a dry run and applies it, batch by batch, so that memory does not grow with the
file beyond a number for each result.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sightline.design.show import number
from sightline.listen.imports.reading.unreadable import shortened
from sightline.listen.outside import matching
from sightline.listen.outside.findings import MOST, Findings
from sightline.listen.outside.matching import CannotUse, FoundUnit, IndicatorKey, Judged, Known
from sightline.listen.outside.models import Figure, Indicator, Unit
from sightline.listen.outside.outcomes import Outcomes
from sightline.listen.outside.recognising import Recognised
from sightline.listen.outside.row import Fault, Reported, Skipped
from sightline.stats.outliers import Colour

_BATCH = 2_000
VALUES = (
    "value", "lower", "upper", "sd", "n", "rate", "benchmark", "outcome_said", "outcome",
    "is_aggregated", "withheld",
)  # fmt: skip

Values = tuple[object, ...]


@dataclass(slots=True)
class Planned:
    """A result that can be used. ``pk`` and ``before`` are of the figure that is stored."""

    one: Reported
    unit: FoundUnit
    indicator: IndicatorKey
    known: Indicator | None
    judged: Judged
    outcome: str
    pk: int | None = None
    before: Values | None = None

    @property
    def values(self) -> Values:
        """In the order of ``Figure``'s columns in ``VALUES``."""
        told = self.judged
        return (
            told.value, told.lower, told.upper, told.sd, told.n, told.rate, told.benchmark,
            told.outcome_said, self.outcome, self.one.is_aggregated, told.withheld,
        )  # fmt: skip

    @property
    def is_changed(self) -> bool:
        return self.before is not None and self.before != self.values


class Plan:
    """Go through ``batches`` once; ``findings`` is whole afterwards."""

    def __init__(self, recognised: Recognised, known: Known) -> None:
        self.findings = Findings(notices=list(recognised.notices))
        self.findings.columns = [(use.heading, use.role.value) for use in recognised.uses]
        self._recognised = recognised
        self.known = known
        self._seen: dict[int, int] = {}
        self._units: set[matching.UnitKey] = set()
        self._worked_out: dict[int, Colour] = {}

    def batches(self) -> Iterator[list[Planned]]:
        """The results that can be used, some thousand at a time. Raises Unreadable."""
        has_rule = self.known.source.outcome_rule == "gmc"
        if has_rule:
            self._worked_out = self._outcomes()
        found: list[Planned] = []
        count = -1
        for one in self._recognised.results():
            if isinstance(one, Fault):
                self.findings.fault(one)
            elif isinstance(one, Skipped):
                self.findings.skipped[one.why] += 1
            else:
                count += 1
                try:
                    planned = self._plan(one, count)
                except CannotUse as reason:
                    self.findings.fault(Fault(one.line, str(reason), one.sheet))
                    continue
                if planned is not None:
                    found.append(planned)
            if len(found) == _BATCH:
                yield self._compared(found)
                found = []
        if found:
            yield self._compared(found)
        self.findings.units = len(self._units)
        self.findings.left = self._left()

    def _outcomes(self) -> dict[int, Colour]:
        outcomes, count = Outcomes(), -1
        for one in self._recognised.results():
            if isinstance(one, Reported):
                count += 1
                outcomes.add(count, one)
        return outcomes.work_out()

    def _plan(self, one: Reported, count: int) -> Planned | None:
        unit = self.known.unit(one)
        key, known = self.known.indicator(one)
        scale = known.scale if known else matching.scale_of(self.known.source, one)
        judged = matching.judge(self.known.source, scale, one)
        identity = hash((one.year, unit.key, key, one.split))
        if identity in self._seen:
            raise CannotUse(
                f"The same indicator of the same unit stands on line {self._seen[identity]:,} "
                "already, which counts."
            )
        self._seen[identity] = one.line
        outcome = "" if judged.withheld else self._worked_out.get(count, "")
        planned = Planned(one, unit, key, known, judged, str(outcome))
        self._note(planned)
        return planned

    def _note(self, planned: Planned) -> None:
        one, unit, found = planned.one, planned.unit, self.findings
        found.results += 1
        found.years[one.year] += 1
        self._units.add(unit.key)
        if planned.judged.withheld:
            found.withheld[planned.judged.withheld] += 1
        if not unit.is_known:
            found.counts(found.unknown, unit.key.code, unit.name, one.line)
        elif unit.is_closed:
            found.counts(found.closed, unit.key.code, unit.name, one.line)
        if unit.is_new_school:
            found.schools.setdefault(unit.key.code, unit.name)
        if planned.known is None:
            label = f"{one.indicator[:120]} ({planned.indicator.audience})"
            found.indicators[label] = found.indicators.get(label, 0) + 1
        self._note_outcome(planned)

    def _note_outcome(self, planned: Planned) -> None:
        one, said, found = planned.one, planned.judged.outcome_said, self.findings
        if one.outcome and not said and not planned.judged.withheld:
            found.words[shortened(one.outcome)] += 1
        if not said or planned.judged.withheld:
            return
        if not planned.outcome:
            found.outcomes["not_worked_out"] += 1
        elif planned.outcome == said:
            found.outcomes["agree"] += 1
        else:
            found.outcomes["differ"] += 1
            if len(found.differences) < MOST:
                found.differences.append(
                    (one.line, _unit(planned), _indicator(planned), one.year, said, planned.outcome)
                )

    def _compared(self, found: list[Planned]) -> list[Planned]:
        """With what is stored of them: two queries a batch."""
        source = self.known.source
        codes = {one.unit.key.code for one in found}
        units = {
            matching.UnitKey(kind, code, subject): pk
            for pk, kind, code, subject in Unit.objects.filter(code__in=codes)
            .order_by()
            .values_list("pk", "kind", "code", "subject_code")
        }
        wanted = {units[one.unit.key] for one in found if one.unit.key in units}
        stored: dict[tuple[object, ...], tuple[int, Values]] = {}
        if wanted:
            rows = Figure.objects.filter(
                unit__in=wanted,
                edition__source=source,
                edition__year__in={one.one.year for one in found},
            ).values_list(
                "pk", "unit_id", "indicator__audience", "indicator__code", "edition__year", "split",
                *VALUES,
            )  # fmt: skip
            for pk, unit, audience, code, year, split, *values in rows:
                key = (unit, IndicatorKey(audience, code), year, split)
                stored[key] = (pk, tuple(values))
        for one in found:
            unit_pk = units.get(one.unit.key)
            there = stored.get((unit_pk, one.indicator, one.one.year, one.one.split))
            if there:
                one.pk, one.before = there
            self._tally(one)
        return found

    def _tally(self, one: Planned) -> None:
        found = self.findings
        if one.before is None:
            found.new += 1
        elif one.is_changed:
            found.changed += 1
            if len(found.changes) < MOST:
                before, after = _said(one.before), _said(one.values)
                found.changes.append(
                    (one.one.line, _unit(one), _indicator(one), one.one.year, before, after)
                )
        else:
            found.same += 1
        found.tell(one.unit.key, one.indicator, one.one.year, one.one.split, one.before, one.values)

    def _left(self) -> int:
        """Figures of these editions that the file does not have."""
        stored = Figure.objects.filter(
            edition__source=self.known.source, edition__year__in=list(self.findings.years)
        ).count()
        return stored - self.findings.changed - self.findings.same


def _unit(one: Planned) -> str:
    return ", ".join(filter(None, (one.unit.subject_name, one.unit.name or one.unit.key.code)))


def _indicator(one: Planned) -> str:
    return one.known.label if one.known else one.one.indicator[:120]


def _said(values: Values) -> str:
    """A figure in words: "72.5, n 14, red"."""
    told = dict(zip(VALUES, values, strict=True))
    if told["withheld"]:
        return "not shown"
    parts = [number(told["value"], 1)]  # type: ignore[arg-type]
    if told["n"] is not None:
        parts.append(f"n {told['n']}")
    if told["outcome_said"]:
        parts.append(str(told["outcome_said"]))
    return ", ".join(parts)

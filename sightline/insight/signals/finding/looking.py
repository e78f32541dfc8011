"""Look at everything, all over the country."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sightline.insight.signals.finding import comments_looked, equity_looked, process_looked
from sightline.insight.signals.finding.rounds import Rounds, all_rounds, types_on
from sightline.insight.signals.finding.survey import Survey
from sightline.insight.signals.found import Looked


def find_all(day: date) -> list[Looked]:
    """Everything that a day shows, by kind. Ten queries and the gate, however many places."""
    types = types_on(day)
    looked: list[Looked] = [process_looked.look(day)]
    for rounds in all_rounds(day):
        looked += _of_survey(rounds, types)
    return _together(looked)


def _of_survey(rounds: Rounds, types: Mapping[str, str]) -> Iterator[Looked]:
    own = Survey(rounds, dict(types))
    yield own.outliers()
    yield own.repeats()
    yield from own.falls()
    yield own.responses()
    yield equity_looked.look(rounds)
    yield comments_looked.look(rounds)


def _together(looked: Sequence[Looked]) -> list[Looked]:
    """One of each kind, over all surveys. The rate is that of all looks."""
    by_kind: dict[str, list[Looked]] = defaultdict(list)
    for one in looked:
        by_kind[one.kind].append(one)
    return [
        Looked(
            kind,
            sum(one.looks for one in each),
            sum(one.expected for one in each) / max(sum(one.looks for one in each), 1),
            [found for one in each for found in one.found],
        )
        for kind, each in by_kind.items()
    ]

"""Our own survey beside the others: themes of the last rounds, through the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sightline.listen.outside.queries import Subject
from sightline.organisations.models import Organisation
from sightline.results import gate, queries
from sightline.results.gate import Cell
from sightline.results.levels import GroupKey, Level
from sightline.results.models import Dataset

_ROUNDS = 3


@dataclass(frozen=True)
class OwnSurvey:
    """Cells by theme, one for each round of ``datasets`` (oldest first)."""

    name: str
    datasets: Sequence[Dataset]
    rows: Sequence[tuple[str, Sequence[Cell]]]
    threshold: int


def own(organisation: Organisation, subject: Subject | None) -> OwnSurvey | None:
    """The newest survey's themes at a place, or of one subject there; None where it has none."""
    key = _key(organisation, subject)
    datasets = queries.current_datasets()
    if key is None or not datasets:
        return None
    survey = datasets[0].survey
    chosen = [one for one in datasets if one.survey == survey][:_ROUNDS][::-1]
    rounds = [gate.open_round(one) for one in chosen]
    themes = [info for info in rounds[-1].measures if info.is_theme]
    rows = [(info.label, [round_.cell(key, info.code) for round_ in rounds]) for info in themes]
    if not any(cell.shown for _, cells in rows for cell in cells):
        rows = []
    return OwnSurvey(datasets[0].survey_name, chosen, rows, rounds[-1].threshold)


def _key(organisation: Organisation, subject: Subject | None) -> GroupKey | None:
    if organisation.kind == Organisation.Kind.SITE:
        return GroupKey(Level.SITE, organisation.code) if subject is None else None
    if not organisation.is_provider:
        return None
    if subject is None or not subject.key:
        return GroupKey(Level.PROVIDER, organisation.code)
    unit = subject.units[0]
    if unit.kind == "site":
        return None
    if unit.programme:
        return GroupKey(Level.PROVIDER_PROGRAMME, organisation.code, unit.programme.code)
    if unit.profession:
        return GroupKey(Level.PROVIDER_PROFESSION, organisation.code, unit.profession.code)
    return None

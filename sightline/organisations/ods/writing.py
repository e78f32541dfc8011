"""Carry out a plan with few queries, however many organisations it changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sightline.design.show import format_date
from sightline.organisations import additions
from sightline.organisations.additions import NewOrganisation
from sightline.organisations.models import Belonging, Organisation, OrganisationName
from sightline.organisations.ods.plan import HOLDS, Change, LoadPlan
from sightline.organisations.words import ChangeKind
from sightline.trail import record
from sightline.trail.models import Entry

_BATCH = 500
_FIELDS = {
    ChangeKind.RENAME: "name",
    ChangeKind.MOVE: "place",
    ChangeKind.CLOSE: "closed_date",
    ChangeKind.REOPEN: "closed_date",
    ChangeKind.DETAILS: "details",
}


def write(plan: LoadPlan, *, source: str, is_made_up: bool, by: Any, at: datetime) -> list[Entry]:
    """Store what the plan says. Returns a line for the trail for each organisation, unsaved."""
    line = _lines(by, at)
    made = additions.write(
        [
            NewOrganisation(
                code=row.code,
                kind=HOLDS[plan.kind],
                name=row.name,
                parent_code=row.parent_code,
                provider_type=row.provider_type,
                postcode=row.postcode,
                opened_date=row.opened_date,
                closed_date=row.closed_date,
                is_made_up=is_made_up,
                source=source[:120],
            )
            for row in plan.adds
        ]
    )
    entries = [line(one, f"Added from {source}", ()) for one in made]
    entries += [
        line(one, " ".join(map(_sentence, changes)), [_FIELDS[change.kind] for change in changes])
        for one, changes in _change(plan)
    ]
    return entries


def _lines(by: Any, at: datetime) -> Any:
    def line(one: Organisation, summary: str, fields: Iterable[str]) -> Entry:
        return record.line(
            action="organisations.ods.apply",
            subject=one,
            by=by,
            at=at,
            reference=one.code,
            summary=summary[:300],
            fields=fields,
        )

    return line


def _sentence(change: Change) -> str:
    day = format_date(change.from_date)
    match change.kind:
        case ChangeKind.RENAME:
            return f"Named “{change.after}” from {day}."
        case ChangeKind.MOVE:
            return f"Moved from {change.before or 'nowhere'} to {change.after} from {day}."
        case ChangeKind.CLOSE:
            return f"Closed from {day}."
        case ChangeKind.REOPEN:
            return f"Reopened; it was closed from {change.before}."
        case _:
            return f"Changed from {change.before} to {change.after}."


def _change(plan: LoadPlan) -> list[tuple[Organisation, list[Change]]]:
    changes: dict[str, list[Change]] = defaultdict(list)
    for change in plan.changes:
        changes[change.code].append(change)
    organisations = additions.existing(changes)
    parents = additions.existing(change.after for change in plan.of(ChangeKind.MOVE))
    names, belongings = [], []
    for code, told in changes.items():
        one = organisations[code]
        for change in told:
            match change.kind:
                case ChangeKind.RENAME:
                    one.name = change.after
                    names.append((one, change))
                case ChangeKind.MOVE:
                    _place(one, parents[change.after])
                    belongings.append((one, change))
                case ChangeKind.CLOSE:
                    one.closed_date = change.from_date
                case ChangeKind.REOPEN:
                    one.closed_date = None
                case ChangeKind.DETAILS:
                    row = plan.details[code]
                    one.postcode = row.postcode or one.postcode
                    one.opened_date = row.opened_date or one.opened_date
                    one.closed_date = row.closed_date or one.closed_date
        one.keep_findable()
    OrganisationName.objects.bulk_create(
        [
            OrganisationName(organisation=one, name=change.after, from_date=change.from_date)
            for one, change in names
        ],
        batch_size=_BATCH,
    )
    Belonging.objects.bulk_create(
        [
            Belonging(organisation=one, parent=parents[change.after], from_date=change.from_date)
            for one, change in belongings
        ],
        batch_size=_BATCH,
    )
    Organisation.objects.bulk_update(
        organisations.values(),
        [
            "name", "parent", "region", "icb", "provider", "postcode", "opened_date",
            "closed_date", "search_text",
        ],
        batch_size=_BATCH,
    )  # fmt: skip
    _take_sites_along([one for one, _ in belongings])
    return [(organisations[code], told) for code, told in changes.items()]


def _place(one: Organisation, parent: Organisation) -> None:
    one.parent = parent
    one.region_id = parent.region_id
    one.icb_id = parent.icb_id
    if one.kind == Organisation.Kind.SITE:
        one.provider_id = parent.provider_id


def _take_sites_along(moved: list[Organisation]) -> None:
    """Sites are where their provider is: one query for each ICB that providers moved to."""
    by_place: dict[tuple[int | None, int | None], list[int]] = defaultdict(list)
    for one in moved:
        if one.is_provider:
            by_place[one.region_id, one.icb_id].append(one.pk)
    for (region_id, icb_id), providers in by_place.items():
        for start in range(0, len(providers), _BATCH):
            Organisation.objects.filter(
                kind=Organisation.Kind.SITE, provider_id__in=providers[start : start + _BATCH]
            ).update(region_id=region_id, icb_id=icb_id)

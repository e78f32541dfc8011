"""The surveys that are known, with their rules: those that come with the service, and others."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.outside import shipped
from sightline.listen.outside.models import Indicator, Source
from sightline.people.models import User
from sightline.standards.models import Standard
from sightline.trail import record


class CannotAdd(Refusal):
    """This survey cannot be added."""


@transaction.atomic
def load_shipped(*, by: User | None, at: datetime) -> int:
    """Bring the sources and indicators that come with the service up to date; how many changed.

    An indicator that was first met in a file is taken over where it has the same code.
    """
    if by is not None:
        viewer.require(by, Permission.IMPORT_SURVEY)
    facts = shipped.indicators()
    standards = _standards()
    changed = 0
    for one in shipped.sources():
        fields = {name: value for name, value in one.items() if name not in ("code", "checked")}
        fields |= {
            "is_checked": one["checked"],
            "is_shipped": True,
            "left_out": _left_out(facts.get(one["code"], {})),
        }
        source, is_new = Source.objects.get_or_create(code=one["code"], defaults=fields)
        if not is_new and any(getattr(source, name) != value for name, value in fields.items()):
            for name, value in fields.items():
                setattr(source, name, value)
            source.save()
            changed += 1
        changed += is_new
        changed += _load_indicators(source, facts.get(source.code, {}), standards)
    if changed:
        record.record(
            action="listen.outside.load_shipped",
            subject=Source.objects.filter(is_shipped=True)[0],
            by=by,
            at=at,
            summary=f"Loaded {changed} surveys and indicators that come with the service.",
        )
    return changed


@transaction.atomic
def add_source(
    *,
    name: str,
    short_name: str,
    publisher: str,
    minimum_n: int,
    scale_note: str,
    licence_note: str,
    by: User,
    at: datetime,
) -> Source:
    """Add a survey that did not come with the service. Raises CannotAdd if its name is taken."""
    viewer.require(by, Permission.IMPORT_SURVEY)
    code = slugify(short_name)[:40]
    if not code:
        raise CannotAdd("The short name needs letters or digits.")
    if Source.objects.filter(code=code).exists():
        raise CannotAdd(f"A survey called {short_name} is here already.")
    source = Source.objects.create(
        code=code,
        name=name,
        short_name=short_name,
        publisher=publisher,
        minimum_n=minimum_n,
        threshold_note=f"Results with fewer than {minimum_n} answers are not shown.",
        scale_note=scale_note,
        licence_note=licence_note,
    )
    record.record(
        action="listen.outside.add_source",
        subject=source,
        by=by,
        at=at,
        summary=f"Added the survey {short_name}."[:300],
    )
    return source


def _left_out(facts: dict[str, Any]) -> list[str]:
    return [text for part in facts.values() for text in part.get("left_out", ())]


def _standards() -> dict[str, Standard]:
    """The standards of the newest framework, by number."""
    newest: dict[str, Standard] = {}
    for one in Standard.objects.select_related("version").order_by("version__from_date"):
        newest[one.number] = one
    return newest


def _load_indicators(source: Source, facts: dict[str, Any], standards: dict[str, Standard]) -> int:
    stored = {(one.audience, one.code): one for one in source.indicators.all()}
    changed = 0
    for audience, part in facts.items():
        for position, item in enumerate(part["items"]):
            fields = {
                "label": item["label"],
                "also": item.get("also", []),
                "theme": item.get("theme", ""),
                "scale": item.get("scale", part["scale"]),
                "lower_is_better": item.get("lower_is_better", False),
                "position": position,
                "first_year": item.get("first_year"),
                "last_year": item.get("last_year"),
                "is_shipped": True,
            }
            found = stored.get((audience, item["code"]))
            if found is None:
                found = Indicator(source=source, audience=audience, code=item["code"])
            elif all(getattr(found, name) == value for name, value in fields.items()):
                continue
            for name, value in fields.items():
                setattr(found, name, value)
            found.save()
            found.standards.set(
                standards[number] for number in item.get("standards", ()) if number in standards
            )
            changed += 1
    return changed

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import yaml
from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.people.models import User
from sightline.respond.register.models import IsfCategory
from sightline.trail import record

_TEXTS = ("name", "definition", "decided_by", "reported_to")


class CannotLoad(Refusal):
    """The file does not hold a version of the categories that can be loaded."""


@transaction.atomic
def load_categories(*, text: str, by: User | None, at: datetime) -> list[IsfCategory]:
    """Load one dated version of the categories from YAML, and end the version before it.

    Loading the same file again changes nothing. A version once loaded cannot be changed:
    decisions rest on it. ``by`` is None when the service itself loads what it comes with.
    Returns the version's categories, lowest number first.
    """
    if by is not None:
        viewer.require(by, Permission.MANAGE_STANDARDS)
    version, from_date, rows = _read(text)
    loaded = list(IsfCategory.objects.select_for_update().filter(version=version))
    if loaded:
        same = all(one.from_date == from_date for one in loaded) and {
            one.number: _facts(one) for one in loaded
        } == {row["number"]: row for row in rows}
        if not same:
            raise CannotLoad(
                f"Version {version} is loaded already and says something else. "
                "Give the changed categories a new version and a later date."
            )
        return sorted(loaded, key=lambda one: one.number)
    _end_the_version_before(from_date)
    made = IsfCategory.objects.bulk_create(
        IsfCategory(version=version, from_date=from_date, **row) for row in rows
    )
    record.record(
        action="respond.register.load_categories",
        subject=made[0],
        by=by,
        at=at,
        reference=version,
        summary=f"Categories of the Intensive Support Framework loaded: {version}, "
        f"in force from {from_date:%-d %B %Y}",
    )
    return made


def _end_the_version_before(from_date: date) -> None:
    others = IsfCategory.objects.select_for_update()
    latest = others.order_by("-from_date").first()
    if latest is None:
        return
    if latest.from_date >= from_date:
        raise CannotLoad(
            f"Version {latest.version} is in force from {latest.from_date:%-d %B %Y}. "
            "A new version must begin later."
        )
    others.filter(version=latest.version).update(to_date=from_date - timedelta(days=1))


def _facts(category: IsfCategory) -> dict[str, Any]:
    names = ("number", *_TEXTS, "review_within_days", "is_checked")
    return {name: getattr(category, name) for name in names}


def _read(text: str) -> tuple[str, date, list[dict[str, Any]]]:
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f" near line {line + 1}" if line is not None else ""
        raise CannotLoad(
            f"The file is not valid YAML{where}. Mend it and load it again."
        ) from error
    if not isinstance(data, dict) or not isinstance(data.get("categories"), list):
        raise CannotLoad("The file must have a version, a from date and a list of categories.")
    version, from_date = data.get("version"), data.get("from")
    if not isinstance(version, str) or not version.strip():
        raise CannotLoad("The file must name its version, such as “isf-2024”.")
    if not isinstance(from_date, date):
        raise CannotLoad("The file must say from which day it is in force, such as 2024-04-01.")
    rows = [
        _row(position, row, is_checked=data.get("checked") is True)
        for position, row in enumerate(data["categories"], start=1)
    ]
    numbers = [row["number"] for row in rows]
    if not rows or len(set(numbers)) != len(numbers):
        raise CannotLoad("Each category must have a number of its own, and there must be one.")
    return version.strip(), from_date, sorted(rows, key=lambda row: row["number"])


def _row(position: int, row: Any, *, is_checked: bool) -> dict[str, Any]:
    where = f"Category {position} of the file"
    if not isinstance(row, dict):
        raise CannotLoad(f"{where} must have a number, a name and a definition.")
    number, days = row.get("number"), row.get("review_within_days", 90)
    if type(number) is not int or not 0 <= number <= 99:
        raise CannotLoad(f"{where} must have a whole number from 0 to 99.")
    if type(days) is not int or not 1 <= days <= 3650:
        raise CannotLoad(f"{where} must be reviewed within a whole number of days, 1 to 3,650.")
    texts = {name: str(row.get(name) or "").strip() for name in _TEXTS}
    if not texts["name"] or not texts["definition"]:
        raise CannotLoad(f"{where} must have a name and a definition.")
    return {"number": number, **texts, "review_within_days": days, "is_checked": is_checked}

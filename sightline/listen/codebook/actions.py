"""Every change to the codebook goes through here."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import NotPermitted, Refusal
from sightline.listen.codebook import rules
from sightline.listen.codebook.models import Code, CodeVersion
from sightline.listen.codebook.words import State
from sightline.people.models import User
from sightline.results.models import Measure
from sightline.trail import record


@transaction.atomic
def add(*, name: str, description: str, by: User, at: datetime) -> Code:
    """Add a code. Raises Refusal where one in use has the name."""
    viewer.require(by, Permission.CODE_COMMENTS)
    name = rules.tidy(name)
    _name_is_free(name)
    code = Code.objects.create(name=name, description=description.strip())
    _version(code, "", by, at)
    _line("add", code, by, at, f"Code “{name}” added", ["name", "description"])
    return code


@transaction.atomic
def add_survey_themes(*, by: User, at: datetime) -> list[Code]:
    """Add a code for each theme of our surveys, as a start; names that are taken are left out."""
    _require_country(by)
    names = Measure.objects.filter(kind=Measure.Kind.THEME).order_by("survey", "position")
    taken = {one.casefold() for one in Code.objects.in_use().values_list("name", flat=True)}
    made = []
    for label in names.values_list("label", flat=True):
        name = rules.tidy(label)
        if name.casefold() not in taken:
            taken.add(name.casefold())
            made.append(add(name=name, description="", by=by, at=at))
    if not made:
        raise Refusal("The codebook has a code for every theme of the surveys already.")
    return made


@transaction.atomic
def change(*, code: Code, name: str, description: str, reason: str, by: User, at: datetime) -> Code:
    """Rename or describe a code anew. What was coded with it stays coded with it."""
    _require_country(by)
    found = _in_use(code)
    name, description = rules.tidy(name), description.strip()
    if (name, description) == (found.name, found.description):
        raise Refusal("Nothing is different. Change the name or the description.")
    _name_is_free(name, but=found)
    fields = [
        field
        for field, is_new in (
            ("name", name != found.name),
            ("description", description != found.description),
        )
        if is_new
    ]
    found.name, found.description = name, description
    found.save()
    _version(found, reason, by, at)
    _line("change", found, by, at, f"Code “{name}” changed", fields)
    return found


@transaction.atomic
def merge(*, code: Code, into: Code, reason: str, by: User, at: datetime) -> Code:
    """Let another code stand for this one from now on, also where this one was given."""
    _require_country(by)
    # Both locked in one order, so that two people who merge the two crosswise do not wait for good.
    both = {
        one.pk: one
        for one in Code.objects.select_for_update(of=("self",))
        .filter(pk__in=[code.pk, into.pk])
        .order_by("pk")
    }
    found, other = both[code.pk], both[into.pk]
    if found == other:
        raise Refusal("Choose another code than this one.")
    if found.state != State.IN_USE or other.state != State.IN_USE:
        raise Refusal("One of the two codes is not in use any more. Look at the codebook again.")
    _reason(reason)
    found.state, found.merged_into = State.MERGED, other
    found.save()
    _version(found, reason, by, at)
    _line("merge", found, by, at, f"Code “{found.name}” merged into “{other.name}”", ["state"])
    return found


@transaction.atomic
def retire(*, code: Code, reason: str, by: User, at: datetime) -> Code:
    """Nobody is offered the code any more. What was coded with it stays and is counted."""
    _require_country(by)
    found = _in_use(code)
    _reason(reason)
    found.state = State.RETIRED
    found.save()
    _version(found, reason, by, at)
    _line("retire", found, by, at, f"Code “{found.name}” retired", ["state"])
    return found


@transaction.atomic
def bring_back(*, code: Code, reason: str, by: User, at: datetime) -> Code:
    """Use a retired or merged code again; what was coded with it is its own again."""
    _require_country(by)
    found = Code.objects.select_for_update(of=("self",)).get(pk=code.pk)
    if found.state == State.IN_USE:
        raise Refusal("This code is in use already. Nothing was changed.")
    _name_is_free(found.name, but=found)
    _reason(reason)
    found.state, found.merged_into = State.IN_USE, None
    found.save()
    _version(found, reason, by, at)
    _line("bring_back", found, by, at, f"Code “{found.name}” in use again", ["state"])
    return found


def _require_country(by: User) -> None:
    """Everybody's coding changes with it."""
    if not by.patch(Permission.CODE_COMMENTS).nation:
        raise NotPermitted(
            "Only somebody who codes for the whole country may do this: it changes what "
            "everybody’s coding means. You can add a code."
        )


def _in_use(code: Code) -> Code:
    found = Code.objects.select_for_update(of=("self",)).get(pk=code.pk)
    if found.state != State.IN_USE:
        raise Refusal("This code is not in use any more. Look at the codebook again.")
    return found


def _name_is_free(name: str, but: Code | None = None) -> None:
    if not name:
        raise Refusal("Enter a name for the code.")
    taken = Code.objects.in_use().filter(name__iexact=name)
    if but is not None:
        taken = taken.exclude(pk=but.pk)
    if taken.exists():
        raise Refusal(f"A code in use is called “{name}” already. Choose another name.")


def _reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal("Say why.")


def _version(code: Code, reason: str, by: User, at: datetime) -> None:
    CodeVersion.objects.create(
        code=code,
        number=code.versions.count() + 1,
        name=code.name,
        description=code.description,
        state=code.state,
        merged_into=code.merged_into,
        reason=reason.strip(),
        at=at,
        by=by,
    )


def _line(verb: str, code: Code, by: User, at: datetime, summary: str, fields: list[str]) -> None:
    record.record(
        action=f"listen.codebook.{verb}",
        subject=code,
        by=by,
        at=at,
        summary=summary,
        fields=fields,
    )

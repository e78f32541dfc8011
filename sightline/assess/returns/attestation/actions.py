"""Signing a return, and beginning a new version of one that is signed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.applicable import actions as applicable
from sightline.assess.evidence.self_ratings import Rating, record_self_ratings
from sightline.assess.places import Level, Place
from sightline.assess.returns import lines, queries
from sightline.assess.returns.attestation import content, rules
from sightline.assess.returns.attestation.models import Signature, SignedAnswer
from sightline.assess.returns.attestation.rules import CannotSign
from sightline.assess.returns.contributors.models import Contributor
from sightline.assess.returns.locking import locked
from sightline.assess.returns.models import Return
from sightline.assess.returns.words import Outcome
from sightline.base.refusal import Refusal
from sightline.people.models import User
from sightline.people.resets import queries as resets
from sightline.people.resets.rules import why_not_yet
from sightline.people.second_factor.actions import Confirmed
from sightline.standards.models import Standard
from sightline.standards.succession import queries as succession
from sightline.standards.succession.queries import Lineage

STATEMENT = (
    "I have read this self-assessment. It is true as far as I know, and I answer for it on behalf "
    "of {name}."
)


@transaction.atomic
def sign(
    *, self_assessment: Return, confirmed: Confirmed | None, by: User, at: datetime
) -> Signature:
    """Sign and lock. ``confirmed``: the signer has just shown their second factor.

    Each standard becomes evidence in the provider's own voice. Links of contributors end.
    """
    found = locked(self_assessment)
    viewer.require(by, Permission.SIGN_RETURN, at=found.organisation)
    _refuse_after_a_reset(by, at)
    rules.refuse_unless_signable(
        open_sections=queries.open_sections(found),
        is_locked=found.is_locked,
        is_confirmed=confirmed is not None and confirmed.is_good(by, at),
        amends=found.current_id is not None,
        reason=found.amended_because,
    )
    found.refuse_unless_open(timezone.localdate(at))
    signed = content.of_return(found)
    before = found.current
    if before is not None and before.digest == content.digest_of(signed):
        raise CannotSign("Nothing differs from the version that is signed. Nothing was changed.")
    signature = Signature.objects.create(
        self_assessment=found,
        number=before.number + 1 if before else 1,
        content=signed,
        digest=content.digest_of(signed),
        seconds=found.works.aggregate(sum=Sum("seconds"))["sum"] or 0,
        reason=found.amended_because.strip() if before else "",
        statement=STATEMENT.format(name=found.organisation.name),
        signed_by=by,
        signed_at=at,
    )
    SignedAnswer.objects.bulk_create(
        SignedAnswer(signature=signature, question=code, outcome=one["outcome"])
        for code, one in rules.questions_of(signed).items()
    )
    found.current, found.is_locked, found.amended_because = signature, True, ""
    found.first_signed_date = found.first_signed_date or timezone.localdate(at)
    found.save(update_fields=["current", "is_locked", "amended_because", "first_signed_date"])
    Contributor.objects.filter(self_assessment=found, ended_at=None).update(ended_at=at)
    _as_evidence(found, signature, by, at)
    lines.write(
        "attestation.sign", found, by, at, f"Version {signature.number} signed", ["current"]
    )
    return signature


def _refuse_after_a_reset(by: User, at: datetime) -> None:
    """Whoever resets an account could sign in to it, so nothing is signed with it for a while."""
    if (again := resets.signs_from(by, at)) is not None:
        raise CannotSign(why_not_yet(timezone.localtime(again)))


@transaction.atomic
def amend(*, self_assessment: Return, reason: str, by: User, at: datetime) -> Return:
    """Begin a new version: answers can be changed again; others go on seeing the signed one."""
    found = locked(self_assessment)
    viewer.require(by, Permission.ANSWER_RETURN, at=found.organisation)
    if not found.is_locked:
        raise CannotSign("Its answers can be changed already. Nothing was changed.")
    if not reason.strip():
        raise CannotSign("Say why a new version is needed.")
    found.is_locked, found.amended_because = False, reason.strip()
    found.save(update_fields=["is_locked", "amended_because"])
    lines.write("attestation.amend", found, by, at, "A new version was begun", ["answers"])
    return found


def _as_evidence(found: Return, signature: Signature, by: User, at: datetime) -> None:
    place = Place(Level.ORGANISATION, found.organisation)
    told = rules.by_standard(signature.content)
    standards = (
        Standard.objects.filter(version=found.campaign.framework_id, number__in=told)
        .select_related("version")
        .order_by("position")
    )
    today = timezone.localdate(at)
    source = f"{found.reference}, version {signature.number}"
    ratings, set_aside = [], []
    lineage = succession.lineage_on(today)
    for standard in standards:
        outcome, reasons = told[standard.number]
        said = " ".join(reasons)[:2000]
        if outcome == Outcome.NOT_APPLICABLE:
            _set_aside(place, standard, said, lineage, by, at)
            set_aside.append(standard)
        else:
            ratings.append(Rating(standard, outcome, said))
    record_self_ratings(
        place=place,
        ratings=ratings,
        not_applicable=set_aside,
        period_from=_a_year_before(today),
        period_to=today,
        source_reference=source,
        by=by,
        at=at,
    )


def _set_aside(
    place: Place, standard: Standard, reason: str, lineage: Lineage, by: User, at: datetime
) -> None:
    """What was answered in the words of an earlier version is said of the standards that follow."""
    numbers = lineage.numbers([standard.pk])
    for one in Standard.objects.filter(version=lineage.version, number__in=numbers):
        try:
            with transaction.atomic():
                applicable.set_aside(place=place, standard=one, reason=reason, by=by, at=at)
        except Refusal:
            # It is set aside already, or the quality team has said that it applies: theirs stands.
            continue


def _a_year_before(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)

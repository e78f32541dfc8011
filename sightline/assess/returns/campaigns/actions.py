"""Every change to campaigns goes through here: make one, ask providers, remind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.returns import lines
from sightline.assess.returns.campaigns import ladder, rules
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.contributors.models import Contributor
from sightline.assess.returns.journeys import reading
from sightline.assess.returns.journeys.reading import Journey
from sightline.assess.returns.locking import locked
from sightline.assess.returns.models import Return
from sightline.assess.returns.reminders.models import Reminder
from sightline.design.show import pluralise
from sightline.organisations.models import Organisation
from sightline.people.models import User
from sightline.standards.models import FrameworkVersion
from sightline.trail import record

_BATCH = 1000


@dataclass(frozen=True)
class Asked:
    """``unknown`` are codes of no open provider."""

    added: int
    already: int
    unknown: tuple[str, ...] = ()


@transaction.atomic
def make(
    *,
    code: str,
    name: str,
    opens_date: date,
    closes_date: date,
    last_date: date,
    by: User,
    at: datetime,
) -> Campaign:
    """Prepare a campaign. Nobody is asked yet."""
    viewer.require(by, Permission.RUN_CAMPAIGN)
    code, name = code.strip(), " ".join(name.split())
    rules.refuse_unless_possible(
        code=code,
        opens=opens_date,
        closes=closes_date,
        last=last_date,
        today=timezone.localdate(at),
    )
    if Campaign.objects.filter(code__iexact=code).exists():
        raise rules.CannotAsk("There is a campaign with this code already. Choose another code.")
    framework = FrameworkVersion.in_force_on(opens_date)
    if framework is None or not reading.newest(framework.code):
        raise rules.CannotAsk(
            f"There are no questions for the framework in force on {opens_date:%-d %B %Y}. Choose "
            "another opening day, or ask an administrator to add them."
        )
    campaign = Campaign.objects.create(
        code=code,
        name=name,
        framework=framework,
        opens_date=opens_date,
        closes_date=closes_date,
        last_date=last_date,
        ladder=ladder.newest().version,
        made_by=by,
        made_at=at,
    )
    _line("make", campaign, by, at, f"Campaign made: {name}, due {closes_date:%-d %B %Y}")
    return campaign


@transaction.atomic
def ask(
    *,
    campaign: Campaign,
    kinds: Iterable[str],
    regions: Iterable[Organisation],
    by: User,
    at: datetime,
) -> Asked:
    """Ask every open provider of those kinds, in those regions (none: everywhere).

    Who was asked another journey before is asked that one again; else the usual one of their kind.
    """
    campaign = _locked(campaign, by, at)
    providers = Organisation.objects.providers().filter(kind__in=list(kinds), closed_date=None)
    if chosen := [one.pk for one in regions]:
        providers = providers.filter(region_id__in=chosen)
    found = list(providers.order_by("pk").values_list("pk", "code", "kind"))
    if not found:
        raise rules.CannotAsk("There is no open provider of that kind there. Nobody was asked.")
    return _asked(campaign, found, None, by, at)


@transaction.atomic
def ask_listed(
    *, campaign: Campaign, codes: Sequence[str], journey_code: str, by: User, at: datetime
) -> Asked:
    """Ask the open providers of these codes the journey that is named."""
    campaign = _locked(campaign, by, at)
    journey = reading.newest(campaign.framework.code).get(journey_code)
    if journey is None:
        raise rules.CannotAsk("Choose what these providers are asked.")
    found = list(
        Organisation.objects.providers()
        .filter(code__in=codes, closed_date=None)
        .order_by("pk")
        .values_list("pk", "code", "kind")
    )
    known = {code for _, code, _ in found}
    unknown = tuple(code for code in codes if code not in known)
    if not found:
        raise rules.CannotAsk(
            "None of these is the code of an open provider. Check them and try again."
        )
    return _asked(campaign, found, journey, by, at, unknown)


@transaction.atomic
def change_dates(
    *, campaign: Campaign, closes_date: date, last_date: date, by: User, at: datetime
) -> Campaign:
    """Move the closing day or the last day for late ones; what they were stays in the trail.

    Links of contributors do not work longer for it; those that would outlive it are shortened.
    """
    viewer.require(by, Permission.RUN_CAMPAIGN)
    found = Campaign.objects.select_for_update().get(pk=campaign.pk)
    before = (found.closes_date, found.last_date)
    signed = Return.objects.filter(campaign=found, first_signed_date__isnull=False)
    rules.refuse_dates(
        opens=found.opens_date,
        closes=closes_date,
        last=last_date,
        was_closes=found.closes_date,
        was_last=found.last_date,
        signed=set(signed.order_by().values_list("first_signed_date", flat=True)),
        today=timezone.localdate(at),
    )
    found.closes_date, found.last_date = closes_date, last_date
    found.save(update_fields=["closes_date", "last_date"])
    Contributor.objects.filter(self_assessment__campaign=found, last_date__gt=last_date).update(
        last_date=last_date
    )
    said = (
        f"Due by {closes_date:%-d %B %Y} instead of {before[0]:%-d %B %Y}, last day "
        f"{last_date:%-d %B %Y} instead of {before[1]:%-d %B %Y}"
    )
    _line("change_dates", found, by, at, said)
    return found


@transaction.atomic
def take_out(*, self_assessment: Return, reason: str, by: User, at: datetime) -> Return:
    """Take out a provider that was asked by mistake: nothing more is asked of it.

    What it wrote stays, and is there again if it is asked again.
    """
    viewer.require(by, Permission.RUN_CAMPAIGN)
    found = locked(self_assessment)
    if found.current_id is not None:
        raise rules.CannotAsk("It is signed, so it stays in the campaign. Nothing was changed.")
    if not reason.strip():
        raise rules.CannotAsk("Say why it is taken out.")
    found.taken_out_at, found.taken_out_because = at, reason.strip()
    found.save(update_fields=["taken_out_at", "taken_out_because"])
    Contributor.objects.filter(self_assessment=found, ended_at=None).update(
        ended_at=at, ended_because="This self-assessment is not asked for any more."
    )
    Reminder.objects.filter(self_assessment=found, done_at=None).delete()
    lines.write("campaigns.take_out", found, by, at, f"Taken out of the campaign: {reason.strip()}")
    return found


def _asked(
    campaign: Campaign,
    found: list[tuple[int, str, str]],
    journey: Journey | None,
    by: User,
    at: datetime,
    unknown: tuple[str, ...] = (),
) -> Asked:
    newest = reading.newest(campaign.framework.code)
    known: dict[int, datetime | None] = {}
    before: dict[int, str] = {}
    for cycle, provider, journey_code, taken_out_at in Return.everything.order_by(
        "campaign__opens_date"
    ).values_list("campaign_id", "organisation_id", "journey_code", "taken_out_at"):
        if cycle == campaign.pk:
            known[provider] = taken_out_at
        elif taken_out_at is None:
            before[provider] = journey_code
    again = [pk for pk, _, _ in found if known.get(pk) is not None]
    rows = []
    without = 0
    for pk, code, kind in found:
        if pk in known:
            continue
        theirs = journey or newest.get(before.get(pk, "")) or reading.usual(kind, newest)
        if theirs is None:
            without += 1
            continue
        rows.append(
            Return(
                reference=f"SA-{campaign.code}-{code}",
                campaign=campaign,
                organisation_id=pk,
                journey_code=theirs.code,
                journey_version=theirs.version,
                asked_at=at,
            )
        )
    if without:
        raise rules.CannotAsk(
            f"For {pluralise(without, 'provider')} of that kind it is not known what to ask. Ask "
            "them by a list of codes and choose the questions."
        )
    Return.objects.bulk_create(rows, batch_size=_BATCH)
    if again:
        Return.everything.filter(campaign=campaign, organisation__in=again).update(
            taken_out_at=None, taken_out_because=""
        )
    added = len(rows) + len(again)
    said = f"{pluralise(added, 'provider')} asked"
    if again:
        said += f", {len(again):,} of them taken out before"
    _line("ask", campaign, by, at, said)
    return Asked(added, len(found) - added, unknown)


def _locked(campaign: Campaign, by: User, at: datetime) -> Campaign:
    viewer.require(by, Permission.RUN_CAMPAIGN)
    found = (
        Campaign.objects.select_for_update(of=("self",))
        .select_related("framework")
        .get(pk=campaign.pk)
    )
    rules.refuse_after(found.last_date, timezone.localdate(at))
    return found


def _line(verb: str, campaign: Campaign, by: User | None, at: datetime, summary: str) -> None:
    record.record(
        action=f"assess.returns.campaigns.{verb}",
        subject=campaign,
        by=by,
        at=at,
        reference=campaign.code,
        summary=summary,
    )

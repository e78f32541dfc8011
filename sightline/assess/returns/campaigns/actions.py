"""Every change to campaigns goes through here: make one, ask providers, remind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.returns.campaigns import ladder, rules
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.journeys import reading
from sightline.assess.returns.journeys.reading import Journey
from sightline.assess.returns.models import Return
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


def _asked(
    campaign: Campaign,
    found: list[tuple[int, str, str]],
    journey: Journey | None,
    by: User,
    at: datetime,
    unknown: tuple[str, ...] = (),
) -> Asked:
    there = set(Return.objects.filter(campaign=campaign).values_list("organisation_id", flat=True))
    newest = reading.newest(campaign.framework.code)
    before = dict(
        Return.objects.exclude(campaign=campaign)
        .order_by("campaign__opens_date")
        .values_list("organisation_id", "journey_code")
    )
    rows = []
    without = 0
    for pk, code, kind in found:
        if pk in there:
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
    _line("ask", campaign, by, at, f"{pluralise(len(rows), 'provider')} asked")
    return Asked(len(rows), len(found) - len(rows), unknown)


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

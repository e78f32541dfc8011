"""What is known of standards, so that a Room shows agreement, silence, old evidence and tension.

Nobody in it exists, and nothing in it happened.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sightline.assess.applicable import actions as applicable
from sightline.assess.evidence import actions as evidence
from sightline.assess.evidence.models import Evidence
from sightline.assess.evidence.self_ratings import Rating, record_self_ratings
from sightline.assess.judgements import actions as judgements
from sightline.assess.places import Level, Place
from sightline.demo.stories.world import World
from sightline.insight.room import queries as room
from sightline.insight.tensions import actions as tensions
from sightline.insight.tensions.against_learners import lowest_and_highest
from sightline.insight.tensions.models import Tension
from sightline.insight.tensions.words import Kind
from sightline.organisations.models import LearningEnvironment, Organisation
from sightline.people.models import User
from sightline.respond.register.models import Concern, Standing

#: Places in whose results a contradiction is looked for: few, so that it is quick.
_MOST = 25
_REASON = "Two groups of learners and their supervisors said the same, apart from each other."
#: What the trust said of itself a while ago: number → answer and a sentence.
_SELF = {
    "1.1": ("met", "The board hears from learners at every second meeting."),
    "1.7": ("met", "The guardian for speaking up visits every induction."),
    "2.4": ("met", "Education is a standing item of the board."),
    "3.5": ("met", "Every shift names a clinical supervisor."),
    "3.9": ("partly", "Induction differs between sites."),
    "4.2": ("partly", "Two specialties still plan the time."),
    "5.6": ("met", "Teaching time is protected in the rota."),
}


def tell_of(world: World, code: str, ward: LearningEnvironment) -> None:
    trust = world.organisations[code]
    manager, director = world.manager(trust), world.director(trust)
    place = Place(Level.ORGANISATION, trust)
    day = world.clock.day
    _said_of_itself(world, place, director)
    _added(world, place, manager, "visit", "Visit about supervision", ("2.4", "3.5"), day(140),
           "meets", "Learners knew who supervised them; the board had asked for it.",
           )  # fmt: skip
    _added(world, place, manager, "visit", "Visit of years ago", ("1.10", "2.7"), day(1100),
           "meets", "The board had heard from patients and from the university.",
           )  # fmt: skip
    _added(world, place, director, "speaking_up", "Speaking up: four quarters", ("1.7",), day(60),
           "both", "Eleven contacts, three of them by learners; two waited for over a month.",
           )  # fmt: skip
    _added(world, place, director, "exception_reports", "Exception reports", ("5.6",), day(40),
           "short", "Teaching was missed in 41 reports of one quarter, most in surgery.",
           )  # fmt: skip
    _added(world, place, manager, "educator_account", "Supervisors’ forum", ("4.2",), day(50),
           "short", "Of 23 supervisors 15 said that the time in their job plan is not kept.",
           )  # fmt: skip
    in_ward = Place(Level.ENVIRONMENT, trust, environment=ward)
    _added(world, in_ward, manager, "visit", "Visit to the ward", ("1.6", "3.8"), day(120), "meets",
           "Students were supernumerary on both days and felt part of the team.")  # fmt: skip
    applicable.set_aside(
        place=in_ward,
        standard=world.standards["3.11"],
        reason="Only first-year students are placed here.",
        by=director,
        at=world.clock.moment(day(90)),
    )
    _judged(world, place, manager)


def _said_of_itself(world: World, place: Place, director: User) -> None:
    record_self_ratings(
        place=place,
        ratings=[
            Rating(world.standards[number], answer, words)
            for number, (answer, words) in _SELF.items()
        ],
        period_from=world.clock.day(430),
        period_to=world.clock.day(66),
        source_reference="Self-assessment of the year",
        by=director,
        at=world.clock.moment(world.clock.day(65)),
    )


def _added(
    world: World,
    place: Place,
    by: User,
    kind: str,
    title: str,
    numbers: tuple[str, ...],
    until: date,
    direction: str,
    words: str,
    **other: Any,
) -> Evidence:
    said: dict[str, Any] = {
        "professions": [],
        "strength": 2,
        "strength_reason": _REASON if kind == "visit" else "A complete count of the period.",
        "period_from": until - timedelta(days=1),
        "received_date": until + timedelta(days=3),
        "stale_date": None,
        "audience": "shared",
        "source_reference": "",
        "fact": "",
        "fact_date": None,
        "file": None,
        "file_name": "",
    }
    return evidence.add(
        place=place,
        kind=kind,
        title=title,
        statement=words,
        standards=[world.standards[number] for number in numbers],
        direction=direction,
        period_to=until,
        by=by,
        at=world.clock.moment(until + timedelta(days=4)),
        **{**said, **other},
    )


def _judged(world: World, place: Place, manager: User) -> None:
    """Two judgements, as they were made a while ago: one that holds, and one that is thin."""
    day = world.clock.day(30)
    for number, outcome, reasons, dissent in (
        ("3.5", "assured", "Learners, our visit and the provider say the same.", ""),
        ("1.7", "provider_says", "The provider describes a good way; we have not tested it.",
         "The lay member would have said partly met."),
    ):  # fmt: skip
        items = [one for one in room.items(place, manager, day, number) if one.is_fresh(day)]
        if outcome == "provider_says":
            items = [one for one in items if one.voice == "provider"]
        judgements.judge(
            place=place,
            standard=world.standards[number],
            outcome=outcome,
            confidence="moderate",
            reasons=reasons,
            dissent=dissent,
            made_by=f"{manager.name} and the quality panel",
            decided_date=day,
            next_review_date=day + timedelta(days=365),
            cited=items,
            supersedes=None,
            by=manager,
            at=world.clock.moment(day, 15),
        )


def disagree(world: World, code: str) -> None:
    """Tensions in the region, found at the end by the look that is made every night."""
    trust = world.organisations[code]
    nearby = [
        one for one in world.organisations.values()
        if one.is_provider and one.region_id == trust.region_id
        and one.pk != trust.pk and one.closed_date is None
    ]  # fmt: skip
    # Trusts first: a small nation may have no quiet trust, and then it is a practice.
    nearby.sort(key=lambda one: (one.kind != Organisation.Kind.TRUST, one.code))
    _watched(world, nearby)
    _contradicted(world, [trust, *nearby][:_MOST])
    tensions.look_nightly(by=None, at=world.clock.last_night)
    good = Tension.objects.filter(kind=Kind.STRONG_BUT_MODEST).first()
    if good is not None:
        tensions.end(
            tension=good,
            how="accepted",
            reason="They are modest. We ask them to show others what they do.",
            was_useful=True,
            by=world.manager(good.organisation),
            at=world.clock.moment(world.clock.day(1), 9),
        )


def _watched(world: World, nearby: list[Organisation]) -> None:
    """A regulator watches a trust of which our register says nothing."""
    busy = set(
        Standing.objects.exclude(category=None).values_list("concern__organisation", flat=True)
    ) | set(Concern.objects.values_list("organisation__provider", flat=True))
    quiet = next((one for one in nearby if one.pk not in busy), None)
    if quiet is None:
        return
    until = world.clock.day(25)
    _added(world, Place(Level.ORGANISATION, quiet), world.manager(quiet), "gmc",
           "Enhanced monitoring of emergency medicine", (), until, "neither",
           "Made up: no regulator has decided anything of the kind.", strength=3,
           strength_reason="", fact="enhanced_monitoring", fact_date=until,
           source_reference="Made-up list, entry 1", audience="internal")  # fmt: skip


def _contradicted(world: World, places: list[Organisation]) -> None:
    """One trust says met where its learners are low, one is modest where they are high."""
    low, high = lowest_and_highest(world.datasets[-1], places)
    for found, answer, words in (
        (low, "met", "We are confident that learners have what they need."),
        (high, "partly", "There is more that we could do."),
    ):
        if found is None:
            continue
        organisation, number = found
        record_self_ratings(
            place=Place(Level.ORGANISATION, organisation),
            ratings=[Rating(world.standards[number], answer, words)],
            period_from=world.clock.day(430),
            period_to=world.clock.day(66),
            source_reference="Self-assessment of the year",
            by=world.director(organisation),
            at=world.clock.moment(world.clock.day(64)),
        )

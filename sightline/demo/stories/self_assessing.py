"""Two campaigns of self-assessment: last year's, and one in progress.

In the Midlands one trust has signed and one has a section left; one practice, late last year, has
returned and been reviewed, and one has not begun. Everybody else has been asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sightline.assess.returns.answering import actions as answering
from sightline.assess.returns.answering.rules import Given
from sightline.assess.returns.attestation import actions as attestation
from sightline.assess.returns.campaigns import actions as campaigns
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.journeys.reading import Question
from sightline.assess.returns.letters import actions as letters
from sightline.assess.returns.models import Return
from sightline.assess.returns.review import actions as reviewing
from sightline.demo import people
from sightline.demo.stories.world import World
from sightline.organisations.models import Organisation
from sightline.people.models import User
from sightline.people.second_factor.actions import Confirmed

Told = Mapping[str, tuple[str, str, str]]
_HANDBOOK = "Induction handbook and rota of supervisors"
#: What is not met, by question of a practice's journey or standard of a trust's.
_LAST_YEAR: Told = {
    "induction": ("not_met", "Learners who come in spring are not shown round.", ""),
    "appointments": ("partly", "Only in the first month.", "Longer ones for all from autumn."),
}
_PRACTICE: Told = {
    "induction": ("partly", "Written now, and tried once.", "A second try with the new students."),
}
_TRUST: Told = {
    "s3-9": ("partly", "Not for those who begin at the weekend.", "A welcome on Sunday evenings."),
    "s4-2": ("not_met", "Job plans of three departments have no time for it.", ""),
    "s5-6": ("partly", "Rotas change at short notice.", "Six weeks’ notice from January."),
}


def tell_of(world: World, trust: str, others: Sequence[str], practice: str) -> None:
    """``trust`` is the one whose director people try; ``practice`` is left as it is."""
    region = world.organisations[trust].region
    near = [
        one
        for code, one in sorted(world.organisations.items())
        if one.kind == Organisation.Kind.PRACTICE
        and one.region == region
        and one.closed_date is None
        and code != practice
    ]
    places = [world.organisations[one] for one in others]
    signing = next((one for one in places if one.region == region), places[0])
    returned, own = near[0], near[1 % len(near)]
    last = _campaign(world, 1, 400)
    campaigns.ask_listed(
        campaign=last,
        codes=[returned.code],
        journey_code="gp-practice",
        by=world.cast.national,
        at=_moment(world, 400),
    )
    _practice(world, last, returned, _LAST_YEAR, 330)
    now = _campaign(world, 0, 30)
    campaigns.ask(
        campaign=now,
        kinds=[Organisation.Kind.TRUST, Organisation.Kind.PRACTICE],
        regions=[],
        by=world.cast.national,
        at=_moment(world, 30),
    )
    _review(world, _practice(world, now, returned, _PRACTICE, 12))
    _trust(world, now, signing, 6, is_signed=True)
    _trust(world, now, world.organisations[trust], 4, is_signed=False)
    since = world.clock.window(0)[0]
    at = world.clock.moment(since)
    people.make_practice_manager(own, email="practice", since=since, at=at)
    people.make_executive(own, number=3, email="partner", since=since, at=at)


def _moment(world: World, days_before: int) -> datetime:
    return world.clock.moment(world.clock.day(days_before), 9)


def _campaign(world: World, years_before: int, opened: int) -> Campaign:
    """Opened so many days ago, due sixty days later, late ones taken for a month."""
    opens = world.clock.day(opened)
    year = world.clock.anchor.year - years_before
    return campaigns.make(
        code=str(year),
        name=f"Self-assessment {year}",
        opens_date=opens,
        closes_date=opens + timedelta(days=60),
        last_date=opens + timedelta(days=90),
        by=world.cast.national,
        at=_moment(world, opened),
    )


def _executive(world: World, organisation: Organisation, email: str = "") -> User:
    email = email or f"{people.EXTRAS}executive-{organisation.code.lower()}"
    if known := User.objects.filter(email=f"{email}@example.org").first():
        return known
    since = world.clock.window(0)[0]
    return people.make_executive(
        organisation,
        number=len(world.cast.directors),
        email=email,
        since=since,
        at=world.clock.moment(since),
    )


def _begun(
    world: World, campaign: Campaign, organisation: Organisation, learners: int, days_before: int
) -> tuple[Return, User]:
    found = Return.objects.select_related("campaign", "organisation").get(
        campaign=campaign, organisation=organisation
    )
    director = world.director(organisation)
    answering.begin(
        self_assessment=found,
        learners=learners,
        professions=[world.programmes[code].profession for code in ("NURSING-ADULT", "GP")],
        by=director,
        at=_moment(world, days_before + 3),
    )
    found.refresh_from_db()
    return found, director


def _fill(
    world: World, found: Return, director: User, told: Told, days_before: int, *, left: int = 0
) -> None:
    """Every section but the last ``left``."""
    at = _moment(world, days_before + 2)
    handbook = answering.add_evidence(
        self_assessment=found,
        title=_HANDBOOK,
        where="Shared folder of the education team",
        by=director,
        at=at,
    )
    sections = found.journey.sections
    for place, section in enumerate(sections[: len(sections) - left]):
        opened = at + timedelta(minutes=30 * place)
        saved = opened + timedelta(minutes=2 + section.minutes // 2)
        work = answering.save_section(
            self_assessment=found,
            section=section.code,
            given={
                question.code: _given(question, told, handbook.pk) for question in section.questions
            },
            seen_version=0,
            opened=opened,
            by=director,
            at=saved,
        )
        answering.finish_section(
            self_assessment=found,
            section=section.code,
            seen_version=work.version,
            by=director,
            at=saved,
        )


def _given(question: Question, told: Told, handbook: int) -> Given:
    if question.code not in told:
        shown = frozenset({handbook}) if "3.9" in question.standards else frozenset()
        return Given("met", "Looked at in the team this month.", evidence=shown)
    outcome, reason, improvement = told[question.code]
    return Given(outcome, reason, improvement, evidence=frozenset({handbook}))


def _sign(world: World, found: Return, days_before: int) -> None:
    executive = _executive(world, found.organisation)
    at = _moment(world, days_before)
    attestation.sign(
        self_assessment=found, confirmed=Confirmed(executive.pk, at), by=executive, at=at
    )


def _practice(
    world: World, campaign: Campaign, organisation: Organisation, told: Told, days_before: int
) -> Return:
    found, director = _begun(world, campaign, organisation, 4, days_before)
    _fill(world, found, director, told, days_before)
    _sign(world, found, days_before)
    return found


def _trust(
    world: World,
    campaign: Campaign,
    organisation: Organisation,
    days_before: int,
    *,
    is_signed: bool,
) -> None:
    found, director = _begun(world, campaign, organisation, 640, days_before)
    _fill(world, found, director, _TRUST, days_before, left=0 if is_signed else 1)
    if is_signed:
        _sign(world, found, days_before)
    else:
        _executive(world, organisation, "executive")


def _review(world: World, found: Return) -> None:
    """The practice's answers are reviewed: one queried and replied to, one worth telling."""
    found.refresh_from_db()
    signature = found.current
    if signature is None:
        return
    manager = world.manager(found.organisation)
    at = _moment(world, 8)
    query = reviewing.decide(
        signature=signature,
        question="induction",
        outcome="queried",
        reason="Who shows learners round who come in the middle of the year?",
        by=manager,
        at=at,
    )
    reviewing.reply(
        decision=query,
        text="The assistant practice manager does, on their first morning.",
        by=world.director(found.organisation),
        at=at + timedelta(days=1),
    )
    reviewing.find(
        signature=signature,
        question="speak_up",
        kind="practice",
        text="A card with three names and numbers is on every learner’s first payslip.",
        owner_name="",
        due_date=None,
        by=manager,
        at=at + timedelta(days=2),
    )
    reviewing.accept_the_rest(signature=signature, by=manager, at=at + timedelta(days=2))
    letters.send(signature=signature, by=manager, at=at + timedelta(days=2))

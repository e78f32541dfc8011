"""The stories in the made-up data, told through the same actions that people use, with time moved.

Three are planted in the answers as well (see ``planted``): a trust whose supervision falls, is
raised, acted on and recovers; a specialty in trouble in four trusts; a small practice where
suppression matters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from sightline.commitments import actions as commitments
from sightline.commitments.models import Commitment
from sightline.demo import people
from sightline.demo.answers import Crowded, Fixed, Planted
from sightline.demo.clock import Clock
from sightline.demo.country import TYPES, Provider
from sightline.demo.people import Cast
from sightline.listen.replies import actions as replies
from sightline.organisations.models import LearningEnvironment, Organisation, Programme
from sightline.people.models import User
from sightline.respond.register import actions as register
from sightline.respond.register import results as from_results
from sightline.respond.register.models import Concern, IsfCategory
from sightline.results import gate
from sightline.results.levels import GroupKey, Level
from sightline.results.models import Dataset, Measure
from sightline.standards.models import Standard

SPECIALTY = "OBS-GYNAE"
SUPERVISION = "supervision"


@dataclass(frozen=True)
class Chosen:
    """Which made-up providers the stories happen at."""

    supervision: str
    specialty: tuple[str, str, str, str]
    practice: str


def choose(providers: Sequence[Provider], region_of: Callable[[str], str]) -> Chosen:
    """The first that fit: an acute trust in the Midlands; four in three regions; a practice."""
    acute = [p for p in providers if p.provider_type == TYPES.ACUTE and not p.new_name]
    midlands = [p.code for p in acute if region_of(p.icb_now) == "Y60"]
    # A small nation may have nobody in a region: then the next ones do.
    north_west = [p.code for p in acute if region_of(p.icb_now) == "Y62"]
    rest = [p.code for p in acute if p.code not in midlands[:1]]
    four = list(dict.fromkeys([*north_west[:2], *midlands[1:2], *rest]))[:4]
    practice = next(
        p.code for p in providers if not p.sites and not p.closes and region_of(p.icb_now) == "Y60"
    )
    return Chosen(midlands[0], (four[0], four[1], four[2], four[3]), practice)


def planted(chosen: Chosen) -> list[Planted]:
    found = [Planted(chosen.supervision, 1, -1.15, (SUPERVISION,))]
    found.append(Planted(chosen.supervision, 2, 0.15, (SUPERVISION,)))
    for code in chosen.specialty:
        found.append(Planted(code, 1, -0.7, programme=SPECIALTY))
        found.append(Planted(code, 2, -1.3, programme=SPECIALTY))
    return found


def fixed(chosen: Chosen) -> list[Fixed]:
    return [
        Fixed(chosen.practice, 0, 12),
        Fixed(chosen.practice, 1, 7),
        Fixed(chosen.practice, 2, 3),
    ]


def crowded(chosen: Chosen) -> list[Crowded]:
    """The specialty has enough trainees there for its answers to be shown."""
    return [Crowded(code, SPECIALTY, 4) for code in chosen.specialty]


@dataclass
class World:
    """What the stories need to hand."""

    clock: Clock
    cast: Cast
    organisations: dict[str, Organisation]
    datasets: list[Dataset]  # first round to last
    categories: dict[int, IsfCategory]
    random: np.random.Generator
    measures: dict[str, Measure] = field(default_factory=dict)
    standards: dict[str, Standard] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.measures = {m.code: m for m in Measure.objects.select_related("theme")}
        self.standards = {s.number: s for s in Standard.objects.filter(version__code="2024")}
        self.programmes = {p.code: p for p in Programme.objects.select_related("profession")}

    def manager(self, organisation: Organisation) -> User:
        region = organisation.region
        return self.cast.managers[region.code if region else organisation.code]

    def director(self, organisation: Organisation) -> User:
        """The provider's director of education, who begins when first asked for."""
        found = self.cast.directors.get(organisation.code)
        if found is None:
            since = self.clock.window(0)[0]
            found = self.cast.directors[organisation.code] = people.make_director(
                organisation, number=len(self.cast.directors), since=since,
                at=self.clock.moment(since),
            )  # fmt: skip
        return found

    def after_round(self, index: int, days: int, hour: int = 10) -> datetime:
        """A moment so many days after a round closed."""
        return self.clock.moment(self.clock.window(index)[1] + timedelta(days=days), hour)

    def items(self, theme: str) -> list[Measure]:
        return [
            m
            for m in self.measures.values()
            if m.theme and m.theme.code == theme and m.kind == Measure.Kind.ITEM and not m.branch
        ]

    def cell(self, index: int, key: GroupKey, measure: Measure) -> gate.Cell:
        return gate.open_round(self.datasets[index]).cell(key, measure.code)

    def lowest(
        self, index: int, key: GroupKey, measures: Sequence[Measure], how_many: int
    ) -> list[Measure]:
        """The measures with the lowest scores that are shown, lowest first."""
        cells = [(self.cell(index, key, m), m) for m in measures]
        shown = sorted(
            ((c.score, m.code, m) for c, m in cells if c.shown and c.score is not None),
            key=lambda one: one[:2],
        )
        return [m for _, _, m in shown[:how_many]]

    def evidence(self, index: int, key: GroupKey, measures: Sequence[Measure]) -> list[Any]:
        """Those of the results that may be shown, as people cite them."""
        manager = self.manager(self.organisations[key.code])
        found = [
            from_results.find(
                {
                    "dataset": str(self.datasets[index].pk),
                    "level": key.level.value,
                    "group": key.code,
                    "other": key.other_code,
                    "measure": measure.code,
                },
                manager,
            )
            for measure in measures
        ]
        return [one.as_evidence() for one in found if one is not None]

    def standards_of(self, measures: Sequence[Measure]) -> list[Standard]:
        numbers = {s.number for m in measures for s in m.standards.all()}
        found = [self.standards[n] for n in sorted(numbers) if n in self.standards]
        return found or [self.standards["3.5"]]


def raise_from_results(
    world: World,
    *,
    index: int,
    key: GroupKey,
    measures: Sequence[Measure],
    at: datetime,
    title: str,
    summary: str,
    level: str = "organisation",
    environment: LearningEnvironment | None = None,
    risk: tuple[int, int] = (4, 3),
    learners: int | None = None,
    internal: str = "",
    share: bool = True,
    by: User | None = None,
) -> Concern:
    organisation = world.organisations[key.code]
    programme = world.programmes.get(key.other_code)
    by = by or world.manager(organisation)
    return register.raise_concern(
        level=level,
        organisation=organisation,
        environment=environment,
        programme=programme,
        professions=[programme.profession] if programme else [],
        standards=world.standards_of(measures),
        source="survey",
        title=title,
        summary=summary,
        internal_summary=internal,
        learners_affected=learners,
        likelihood=risk[0],
        impact=risk[1],
        controls="The provider has been told and names a lead.",
        owner=world.manager(organisation),
        next_review_date=at.date() + timedelta(days=42),
        evidence=world.evidence(index, key, measures),
        share=share,
        by=by,
        at=at,
    )


def decide(world: World, concern: Concern, number: int, rationale: str, at: datetime) -> None:
    category = world.categories[number]
    register.decide_category(
        concern=concern,
        category=category,
        rationale=rationale,
        evidence=list(concern.evidence.all()),
        decided_by="Regional education quality committee",
        decided_date=at.date(),
        next_review_date=at.date() + timedelta(days=category.review_within_days),
        supersedes=concern.category_decisions.filter(superseded_by=None).first(),
        by=world.manager(concern.organisation),
        at=at,
    )


def review(
    world: World,
    concern: Concern,
    at: datetime,
    *,
    risk: tuple[int, int],
    direction: str,
    days: int = 60,
    waiting: tuple[str, str] = ("", ""),
    controls: str = "Reviewed with the provider every month.",
) -> None:
    latest = concern.standings.last()
    register.review(
        concern=concern,
        likelihood=risk[0],
        impact=risk[1],
        controls=controls,
        learners_affected=latest.learners_affected if latest else None,
        owner=world.manager(concern.organisation),
        next_review_date=at.date() + timedelta(days=days),
        direction=direction,
        waiting_for=waiting[0],
        waiting_for_whom=waiting[1],
        by=world.manager(concern.organisation),
        at=at,
    )


def promise(
    world: World,
    concern: Concern,
    at: datetime,
    *,
    text: str,
    days: int,
    owner_name: str = "",
    shown_by: str = "A report to the education committee",
) -> Commitment:
    return register.agree_commitment(
        concern=concern,
        kind="commitment",
        promise=text,
        evidence_expected=shown_by,
        owner_name=owner_name,
        owner=None if owner_name else world.director(concern.organisation),
        due_date=at.date() + timedelta(days=days),
        by=world.manager(concern.organisation),
        at=at,
    )


def keep(world: World, commitment: Commitment, sender: User, at: datetime, text: str) -> None:
    """Proof by its sender, accepted two weeks later by the quality team."""
    proof = commitments.send_proof(
        commitment=commitment, text=text, done_date=at.date(), by=sender, at=at
    )
    commitments.check_proof(
        proof=proof,
        outcome="accepted",
        reason="Seen in the papers, and learners we met confirm it.",
        by=world.manager(commitment.organisation),
        at=at + timedelta(days=14),
    )


def tell(
    world: World,
    *,
    commitment: Commitment | None,
    organisation: Organisation,
    programme: Programme | None,
    index: int,
    measures: Sequence[Measure],
    you_said: str,
    we_did: str,
    outcome: str,
    at: datetime,
    passed_to: str = "",
) -> None:
    manager = world.manager(organisation)
    reply = replies.draft(
        organisation=organisation,
        programme=programme,
        commitment=commitment,
        dataset=world.datasets[index],
        measures=list(measures),
        you_said=you_said,
        outcome=outcome,
        we_did=we_did,
        passed_to=passed_to,
        by=manager,
        at=at,
    )
    replies.publish(reply=reply, by=manager, at=at + timedelta(days=1))


def supervision_falls_and_recovers(world: World, code: str) -> None:
    trust = world.organisations[code]
    director = world.cast.directors[code]
    key = GroupKey(Level.PROVIDER, code)
    low = world.lowest(1, key, world.items(SUPERVISION), 3)
    concern = raise_from_results(
        world,
        index=1,
        key=key,
        measures=low,
        at=world.after_round(1, 21),
        title="Clinical supervision has fallen across the trust",
        summary=(
            "Answers about clinical supervision fell sharply in one year, in most professions. "
            "Learners say that they often do not know who supervises them out of hours."
        ),
        internal=(
            "The medical director left in the summer and the post was vacant during the survey. "
            "Handle with care: the chair has asked for a private word."
        ),
        risk=(4, 4),
        learners=240,
    )
    register.ask_provider(
        concern=concern,
        text="Who supervises learners out of hours on each ward, and how do learners know?",
        by=world.manager(trust),
        at=world.after_round(1, 22),
    )
    register.answer(
        concern=concern,
        text=(
            "Rotas named a supervisor on weekdays only. From next month every shift names one, "
            "and the name is on the board of each ward."
        ),
        by=director,
        at=world.after_round(1, 33),
    )
    decide(world, concern, 1, "The provider accepts the finding and has a plan.",
           world.after_round(1, 40))  # fmt: skip
    first = promise(
        world,
        concern,
        world.after_round(1, 45),
        text="Every shift on every ward names a clinical supervisor, whom learners can see.",
        days=120,
        shown_by="Rotas of two months and a photograph of three ward boards",
    )
    second = promise(
        world,
        concern,
        world.after_round(1, 45, 11),
        text="Supervisors have time for supervision in their job plans.",
        days=200,
        shown_by="A summary of job plans, by specialty",
    )
    decide(
        world,
        concern,
        2,
        "Two specialties have no supervisor with time in a job plan, so the plan cannot work yet.",
        world.after_round(1, 75),
    )
    register.write_note(
        concern=concern,
        lane="internal",
        text="Regulator told informally. They will wait for the next survey.",
        by=world.manager(trust),
        at=world.after_round(1, 80),
    )
    keep(world, first, director, world.after_round(1, 150), "Rotas of March and April attached.")
    review(world, concern, world.after_round(1, 170), risk=(3, 3), direction="better")
    keep(world, second, director, world.after_round(1, 230),
         "Job plans of 94% of supervisors include the time.")  # fmt: skip
    decide(world, concern, 1, "Both promises are kept. We wait for what learners say.",
           world.after_round(1, 260))  # fmt: skip
    # The latest round shows that it has recovered.
    register.add_evidence(
        concern=concern,
        evidence=world.evidence(2, key, low)[0],
        by=world.manager(trust),
        at=world.after_round(2, 5),
    )
    decide(world, concern, 0, "Supervision is back where it was, in the answers of learners.",
           world.after_round(2, 8))  # fmt: skip
    register.close(
        concern=concern,
        outcome="resolved",
        reason="Promises kept, and the answers of learners have recovered.",
        evidence_text="Latest survey round, proofs of both commitments, and a visit.",
        monitoring_date=world.clock.anchor + timedelta(days=180),
        by=world.manager(trust),
        at=world.after_round(2, 10),
    )
    tell(
        world,
        commitment=first,
        organisation=trust,
        programme=None,
        index=1,
        measures=low,
        you_said="Last year you told us that you often did not know who supervised you.",
        we_did=(
            "Every shift now names a clinical supervisor. The name is on the board of the ward. "
            "Supervisors have time for it in their job plans."
        ),
        outcome="changed",
        at=world.after_round(2, 11),
    )


def specialty_in_trouble(world: World, codes: Sequence[str]) -> None:
    names = [world.organisations[code].name for code in codes]
    for position, code in enumerate(codes):
        key = GroupKey(Level.PROVIDER_PROGRAMME, code, SPECIALTY)
        index = 1 if position < 2 else 2
        shown = world.lowest(index, key, [m for m in world.measures.values()
                                          if m.kind == Measure.Kind.ITEM], 2)  # fmt: skip
        if not shown:
            continue
        concern = raise_from_results(
            world,
            index=index,
            key=key,
            measures=shown,
            level="programme",
            at=world.after_round(index, 9 + position),
            title="Obstetrics and gynaecology trainees report a poor experience",
            summary=(
                "Trainees in obstetrics and gynaecology answer lower than in other programmes "
                "at the trust, and lower than the same programme elsewhere."
            ),
            internal="The same specialty is low in several trusts. Consider a programme review.",
            risk=(4, 4) if position < 2 else (3, 4),
            learners=18 + position,
        )
        if index == 1:
            decide(world, concern, 1, "A plan is agreed with the specialty.",
                   world.after_round(1, 50))  # fmt: skip
            promise(
                world,
                concern,
                world.after_round(1, 60),
                text="Trainees are released for protected teaching every week.",
                days=240,
                owner_name="College tutor",
            )
            review(
                world,
                concern,
                world.after_round(1, 200),
                risk=(4, 4),
                direction="worse",
                waiting=("Rotas that show protected teaching", names[position]),
                days=45,
            )
            decide(world, concern, 2, "The plan is not delivering: the next round is lower still.",
                   world.after_round(2, 6))  # fmt: skip
        else:
            decide(world, concern, 1, "First decision, while the specialty is heard.",
                   world.after_round(2, 13))  # fmt: skip


def the_small_practice(world: World, code: str) -> None:
    """Too few answers to show: what people were told in person is on the register instead."""
    practice = world.organisations[code]
    manager = world.manager(practice)
    at = world.after_round(1, 40)
    concern = register.raise_concern(
        level="organisation",
        organisation=practice,
        environment=None,
        programme=world.programmes["GP"],
        professions=[world.programmes["GP"].profession],
        standards=[world.standards["3.6"]],
        source="learner",
        title="Tutorial time is lost to surgeries",
        summary="We were told that the weekly tutorial is often given up for extra surgeries.",
        internal_summary="So few learners are here that any detail would name somebody.",
        learners_affected=None,
        likelihood=3,
        impact=2,
        controls="",
        owner=manager,
        next_review_date=at.date() + timedelta(days=60),
        evidence=[register.NewEvidence(text="Told to us at a visit of the training hub.")],
        share=True,
        by=manager,
        at=at,
    )
    commitment = promise(
        world,
        concern,
        at + timedelta(days=20),
        text="The tutorial is in the rota and is not moved for surgeries.",
        days=90,
        owner_name="Practice manager",
    )
    review(world, concern, at + timedelta(days=150), risk=(2, 2), direction="better", days=240)
    tell(
        world,
        commitment=commitment,
        organisation=practice,
        programme=None,
        index=1,
        measures=world.items("opportunities")[:1],
        you_said="You told us that teaching time was lost to surgeries.",
        we_did="The tutorial is now in the rota and is not moved.",
        outcome="changed",
        at=at + timedelta(days=170),
    )


def a_ward_and_a_system(world: World, code: str, ward: LearningEnvironment) -> None:
    """One concern about a learning environment, raised by hand, and one about a whole system."""
    trust = world.organisations[code]
    manager = world.manager(trust)
    at = world.clock.moment(world.clock.day(75))
    concern = register.raise_concern(
        level="environment",
        organisation=trust,
        environment=ward,
        programme=world.programmes["NURSING-ADULT"],
        professions=[world.programmes["NURSING-ADULT"].profession],
        standards=[world.standards["1.6"], world.standards["3.8"]],
        source="provider",
        title="Student nurses are counted in the numbers",
        summary="On night shifts students stand in for staff, so that they cannot learn.",
        internal_summary="Raised by the link lecturer first; the ward manager is new.",
        learners_affected=11,
        likelihood=4,
        impact=3,
        controls="The matron checks the night rota.",
        owner=manager,
        next_review_date=world.clock.day(-12),
        evidence=[register.NewEvidence(text="Letter of the university’s link lecturer.")],
        share=True,
        by=manager,
        at=at,
    )
    decide(world, concern, 1, "The ward has a credible plan.", at + timedelta(days=14))
    late = promise(
        world,
        concern,
        at + timedelta(days=15),
        text="Students are never counted in the numbers on a night shift.",
        days=40,
    )
    assert late.first_due_date < world.clock.anchor  # noqa: S101  # this one is overdue
    board = trust.icb or trust
    register.raise_concern(
        level="system",
        organisation=board,
        environment=None,
        programme=None,
        professions=[world.programmes["MIDWIFERY"].profession],
        standards=[world.standards["5.1"], world.standards["6.3"]],
        source="other",
        title="Too few midwifery placements across the system",
        summary="Growth in student numbers is greater than the placements that are agreed.",
        internal_summary="",
        learners_affected=90,
        likelihood=3,
        impact=3,
        controls="A shared placement office is planned.",
        owner=manager,
        next_review_date=world.clock.day(-30),
        evidence=[register.NewEvidence(text="Placement plan of the system.")],
        share=True,
        by=manager,
        at=world.clock.moment(world.clock.day(60)),
    )


def categories_by_number() -> dict[int, IsfCategory]:
    """The categories in force, by number."""
    latest = IsfCategory.objects.order_by("-from_date").first()
    if latest is None:
        return {}
    return {one.number: one for one in IsfCategory.objects.filter(version=latest.version)}

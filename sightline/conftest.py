"""The fixed cast: the same few people and places in every test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from sightline.access.roles import Role
from sightline.organisations.models import (
    Belonging,
    LearningEnvironment,
    Organisation,
    OrganisationName,
    Profession,
    Programme,
)
from sightline.people.models import GivenRole, User
from sightline.standards import actions as standards
from sightline.standards.models import Domain, FrameworkVersion, Standard

#: The moment at which tests play.
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
PASSWORD = "a long enough password"


def make_organisation(
    code: str, kind: str, name: str, parent: Organisation | None = None, **fields: object
) -> Organisation:
    """One organisation with its place, first name and belonging, as the loaders would leave it."""
    organisation = Organisation(code=code, kind=kind, name=name, parent=parent, **fields)
    if parent is not None:
        organisation.region_id = parent.region_id
        organisation.icb_id = parent.icb_id
        organisation.provider_id = parent.provider_id
    organisation.save()
    column = {"region": "region", "icb": "icb"}.get(kind)
    if organisation.is_provider:
        column = "provider"
    if column:
        setattr(organisation, column, organisation)
        organisation.save()
    OrganisationName.objects.create(organisation=organisation, name=name, from_date=None)
    Belonging.objects.create(organisation=organisation, parent=parent, from_date=None)
    return organisation


@dataclass
class Country:
    """Two regions, three ICBs, four providers: enough for somebody to be a stranger."""

    north: Organisation
    south: Organisation
    north_icb: Organisation
    north_icb_two: Organisation
    south_icb: Organisation
    trust: Organisation
    other_trust: Organisation
    southern_trust: Organisation
    practice: Organisation
    site: Organisation
    ward: LearningEnvironment
    medicine: Profession
    nursing: Profession
    surgery: Programme
    adult_nursing: Programme


def make_organisations(*found: Organisation) -> None:
    """Several at once, level by level, as ``make_organisation`` would leave them."""
    kinds = Organisation.Kind
    for level in ((kinds.REGION,), (kinds.ICB,), Organisation.PROVIDER_KINDS, (kinds.SITE,)):
        here = [one for one in found if one.kind in level]
        for one in here:
            one.parent = one.parent  # whose number is known by now
            if one.parent is not None:
                one.region_id = one.parent.region_id
                one.icb_id = one.parent.icb_id
                one.provider_id = one.parent.provider_id
            one.keep_findable()
        Organisation.objects.bulk_create(here)
        for one in here:
            if one.kind != kinds.SITE:
                column = "provider" if one.is_provider else str(one.kind)
                setattr(one, column, one)
    Organisation.objects.bulk_update(found, ["region", "icb", "provider"])
    OrganisationName.objects.bulk_create(
        OrganisationName(organisation=one, name=one.name, from_date=None) for one in found
    )
    Belonging.objects.bulk_create(
        Belonging(organisation=one, parent=one.parent, from_date=None) for one in found
    )


@pytest.fixture
def country(db: None) -> Country:
    kinds = Organisation.Kind
    types = Organisation.ProviderType

    def at(code: str, kind: str, name: str, parent: Any = None, **fields: Any) -> Organisation:
        return Organisation(code=code, kind=kind, name=name, parent=parent, **fields)

    acute = {"provider_type": types.ACUTE}
    north = at("YN1", kinds.REGION, "North")
    south = at("YS1", kinds.REGION, "South")
    north_icb = at("QN1", kinds.ICB, "Northmoor ICB", north)
    north_icb_two = at("QN2", kinds.ICB, "Northdale ICB", north)
    south_icb = at("S0U7H", kinds.ICB, "Southshire ICB", south)
    trust = at("ZN001", kinds.TRUST, "Aldermoor Hospitals", north_icb, **acute)
    other_trust = at("ZN002", kinds.TRUST, "Bexmoor Hospitals", north_icb_two, **acute)
    southern_trust = at("ZS001", kinds.TRUST, "Calverton Hospitals", south_icb, **acute)
    practice = at(
        "ZP00001", kinds.PRACTICE, "Dunmere Surgery", north_icb, provider_type=types.PRACTICE
    )
    site = at("ZN001A", kinds.SITE, "Aldermoor General", trust)
    make_organisations(
        north, south, north_icb, north_icb_two, south_icb,
        trust, other_trust, southern_trust, practice, site,
    )  # fmt: skip
    ward = LearningEnvironment.objects.create(
        organisation=trust, site=site, name="Surgical ward 4", setting="hospital ward"
    )
    medicine = Profession.objects.create(
        code="MED", name="Doctor in training", branch="doctors_dentists", regulator="GMC"
    )
    nursing = Profession.objects.create(
        code="NUR", name="Student nurse", branch="nursing", regulator="NMC"
    )
    surgery = Programme.objects.create(
        code="CST", name="Core surgical training", profession=medicine, level="postgraduate"
    )
    adult_nursing = Programme.objects.create(
        code="NADULT", name="Adult nursing", profession=nursing, level="undergraduate"
    )
    return Country(
        north,
        south,
        north_icb,
        north_icb_two,
        south_icb,
        trust,
        other_trust,
        southern_trust,
        practice,
        site,
        ward,
        medicine,
        nursing,
        surgery,
        adult_nursing,
    )


def make_user(name: str, role: Role, place: Organisation | None = None) -> User:
    return make_users((name, role, place))[0]


def make_users(*people: tuple[str, Role, Organisation | None]) -> list[User]:
    users = []
    for name, _, _ in people:
        user = User(email=f"{name.split()[0].lower()}@example.org", name=name)
        user.set_password(PASSWORD)
        users.append(user)
    User.objects.bulk_create(users)
    GivenRole.objects.bulk_create(
        GivenRole(user=user, role=role, place=place, from_date=date(2024, 1, 1))
        for user, (_, role, place) in zip(users, people, strict=True)
    )
    return users


@dataclass
class Cast:
    national: User
    north_manager: User
    south_manager: User
    icb_lead: User
    director: User
    other_director: User
    learner: User
    administrator: User


@pytest.fixture
def cast(country: Country) -> Cast:
    director, manager = Role.DIRECTOR_OF_EDUCATION, Role.REGIONAL_QUALITY_MANAGER
    return Cast(
        *make_users(
            ("Nadia National", Role.NATIONAL_LEAD, None),
            ("Nora North", manager, country.north),
            ("Sam South", manager, country.south),
            ("Iris Icb", Role.ICB_LEAD, country.north_icb),
            ("Dev Director", director, country.trust),
            ("Olu Otherdirector", director, country.southern_trust),
            ("Lena Learner", Role.LEARNER, country.trust),
            ("Ada Administrator", Role.ADMINISTRATOR, None),
        )
    )


@pytest.fixture
def framework(db: None) -> FrameworkVersion:
    """Two domains with three standards."""
    version = FrameworkVersion.objects.create(
        code="2024", name="Education Quality Framework 2024", from_date=date(2024, 4, 1)
    )
    position = 0
    for number, title, wordings in (
        (1, "Learning environment and culture", ("Education is valued.", "Speaking up is safe.")),
        (3, "Developing and supporting learners", ("Supervision fits the learner.",)),
    ):
        domain = Domain.objects.create(version=version, number=number, title=title)
        for index, wording in enumerate(wordings, start=1):
            position += 1
            Standard.objects.create(
                version=version,
                domain=domain,
                number=f"{number}.{index}",
                position=position,
                wording=wording,
            )
    return version


#: The next version after the small framework of tests: one standard keeps its words under another
#: number, another is worded anew, the third is gone, and 1.1 asks something else.
NEXT = """
code: "2026"
name: Education Quality Framework 2026
from: 2026-04-01
domains:
  - number: 1
    title: Learning environment and culture
    standards:
      - {number: "1.1", wording: "Money for education is spent on education."}
      - {number: "1.2", wording: "Speaking up is safe and welcome."}
      - {number: "1.3", wording: "Education is valued."}
"""


@pytest.fixture
def following(framework: FrameworkVersion) -> FrameworkVersion:
    """Version 2026, in force after the framework of tests has ended."""
    framework.to_date = date(2026, 3, 31)
    framework.save()
    return standards.load_framework(text=NEXT, by=None, at=NOW)


@pytest.fixture(autouse=True)
def quick_passwords(settings: object) -> None:
    """Argon2 is slow on purpose; tests sign in hundreds of times."""
    settings.PASSWORD_HASHERS = [  # type: ignore[attr-defined]
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ]


@pytest.fixture(autouse=True)
def own_mart(settings: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Survey files of a test lie in a folder of the test run, never in the service's own."""
    settings.MART_DIR = tmp_path_factory.getbasetemp() / "mart"  # type: ignore[attr-defined]

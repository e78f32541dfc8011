"""The fixed cast: the same few people and places in every test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

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


@pytest.fixture
def country(db: None) -> Country:
    kinds = Organisation.Kind
    types = Organisation.ProviderType
    north = make_organisation("YN1", kinds.REGION, "North")
    south = make_organisation("YS1", kinds.REGION, "South")
    north_icb = make_organisation("QN1", kinds.ICB, "Northmoor ICB", north)
    north_icb_two = make_organisation("QN2", kinds.ICB, "Northdale ICB", north)
    south_icb = make_organisation("S0U7H", kinds.ICB, "Southshire ICB", south)
    trust = make_organisation(
        "ZN001", kinds.TRUST, "Aldermoor Hospitals", north_icb, provider_type=types.ACUTE
    )
    other_trust = make_organisation(
        "ZN002", kinds.TRUST, "Bexmoor Hospitals", north_icb_two, provider_type=types.ACUTE
    )
    southern_trust = make_organisation(
        "ZS001", kinds.TRUST, "Calverton Hospitals", south_icb, provider_type=types.ACUTE
    )
    practice = make_organisation(
        "ZP00001", kinds.PRACTICE, "Dunmere Surgery", north_icb, provider_type=types.PRACTICE
    )
    site = make_organisation("ZN001A", kinds.SITE, "Aldermoor General", trust)
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
    user = User(email=f"{name.split()[0].lower()}@example.org", name=name)
    user.set_password(PASSWORD)
    user.save()
    GivenRole.objects.create(user=user, role=role, place=place, from_date=date(2024, 1, 1))
    return user


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
    return Cast(
        national=make_user("Nadia National", Role.NATIONAL_LEAD),
        north_manager=make_user("Nora North", Role.REGIONAL_QUALITY_MANAGER, country.north),
        south_manager=make_user("Sam South", Role.REGIONAL_QUALITY_MANAGER, country.south),
        icb_lead=make_user("Iris Icb", Role.ICB_LEAD, country.north_icb),
        director=make_user("Dev Director", Role.DIRECTOR_OF_EDUCATION, country.trust),
        other_director=make_user(
            "Olu Otherdirector", Role.DIRECTOR_OF_EDUCATION, country.southern_trust
        ),
        learner=make_user("Lena Learner", Role.LEARNER, country.trust),
        administrator=make_user("Ada Administrator", Role.ADMINISTRATOR),
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

"""The demo's cast. Nobody here exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.contrib.auth.hashers import make_password

from sightline.access.roles import Role
from sightline.govern.approvals.joining import actions as joining
from sightline.listen.outside.models import EducationProvider
from sightline.organisations.models import Organisation
from sightline.people import actions
from sightline.people.models import User

#: One passphrase for all of them: this database holds nothing but made-up data.
PASSPHRASE = "every learner is heard"

# Region code: first name, surname of its quality manager.
_MANAGERS = {
    "Y56": ("Amara", "Lindqvist-Bello"),
    "Y58": ("Tegan", "Rosewarne-Iqbal"),
    "Y59": ("Piran", "Holloway-Mensah"),
    "Y60": ("Mehreen", "Calloway"),
    "Y61": ("Osric", "Fenn-Adeyemi"),
    "Y62": ("Nerys", "Oyelaran"),
    "Y63": ("Bryony", "Thackwell-Rao"),
}


@dataclass
class Cast:
    administrator: User
    national: User
    managers: dict[str, User]  # by region code
    directors: dict[str, User]  # by provider code
    icb_lead: User
    learner: User


def make_administrator(*, since: date, at: datetime) -> User:
    """The first person of all, who brings in what the service begins with."""
    return _person("Jory", "Pemberton-Nwosu", "admin", Role.ADMINISTRATOR, None, since, at)


@cache
def _hashed() -> str:
    """Hashing is slow on purpose; everybody here has one passphrase, so once is enough."""
    return make_password(PASSPHRASE)


def _person(
    first: str,
    last: str,
    email: str,
    role: Role,
    place: Organisation | None,
    since: date,
    at: datetime,
) -> User:
    user = actions.add_person(
        email=f"{email}@example.org",
        name=f"{first} {last}",
        password=PASSPHRASE,
        by=None,
        at=at,
        is_made_up=True,
        hashed=_hashed(),
    )
    actions.give_role(user=user, role=role, place=place, from_date=since, by=None, at=at)
    return user


#: Directors who are there so that promises are kept; nobody needs to try them.
EXTRAS = "director-"

_FIRST = (
    "Aoife", "Benedikt", "Chidi", "Delphine", "Eirwen", "Fenella", "Gwilym", "Hamza", "Isolde",
    "Jovan", "Keziah", "Leocadia", "Morwenna", "Nkechi", "Oswin", "Petra", "Quentin", "Rhiannon",
    "Saoirse", "Thandeka", "Ulla", "Verity", "Wilfred", "Yusra", "Zoltan",
)  # fmt: skip
_LAST = (
    "Ashgrove", "Bellweather", "Cadwallon", "Drummond-Obi", "Eastlake", "Farthingale", "Greaves",
    "Hollins-Das", "Inglefield", "Jessop", "Kestrel", "Lockhart-Eze", "Merriweather", "Northway",
    "Oldacre", "Penhallow", "Quarles", "Redfern-Shah", "Stillwater", "Tremaine",
)  # fmt: skip


def make_director(organisation: Organisation, *, number: int, since: date, at: datetime) -> User:
    """A director of education; the number gives the name, so that the same seed gives the same."""
    first, last = _FIRST[number % len(_FIRST)], _LAST[(number * 7) % len(_LAST)]
    email = f"{EXTRAS}{organisation.code.lower()}"
    return _person(first, last, email, Role.DIRECTOR_OF_EDUCATION, organisation, since, at)


def make_executive(
    organisation: Organisation, *, number: int, email: str, since: date, at: datetime
) -> User:
    """Somebody who signs for a provider; ``email`` is the part before the @."""
    first, last = _FIRST[(number + 11) % len(_FIRST)], _LAST[(number * 3 + 5) % len(_LAST)]
    return _person(first, last, email, Role.EXECUTIVE, organisation, since, at)


def make_practice_manager(
    organisation: Organisation, *, email: str, since: date, at: datetime
) -> User:
    """Who answers for a small practice."""
    return _person(
        "Gethin", "Marlowe-Osei", email, Role.DIRECTOR_OF_EDUCATION, organisation, since, at
    )


#: Who acts for an education provider: first name, surname, and what stands before the @.
_EDUCATION_LEADS = (
    ("Philippa", "Ravensworth-Oke", "university"),
    ("Idris", "Hallam-Castellane", "college"),
)


def make_education_lead(
    number: int, school: EducationProvider, *, since: date, at: datetime
) -> User:
    """Somebody who applies for approvals of places, and relies on them, for a university."""
    first, last, email = _EDUCATION_LEADS[number]
    user = _person(first, last, email, Role.EDUCATION_LEAD, None, since, at)
    joining.say_acts_for(user=user, education_provider=school, by=None, at=at)
    return user


def make(
    *,
    administrator: User,
    organisations: Mapping[str, Organisation],
    story_trusts: list[str],
    icb: str,
    learner_at: str,
    since: date,
    at: datetime,
) -> Cast:
    """Everybody, with one role each from ``since`` on. The first director is the one to try."""

    def person(first: str, last: str, email: str, role: Role, place: Organisation | None) -> User:
        return _person(first, last, email, role, place, since, at)

    national = person("Ottilie", "Vance-Okafor", "national", Role.NATIONAL_LEAD, None)
    managers = {
        code: person(
            first,
            last,
            first.lower(),
            Role.REGIONAL_QUALITY_MANAGER,
            organisations[code],
        )
        for code, (first, last) in _MANAGERS.items()
    }
    names = (
        ("Dilys", "Marchetti"), ("Kwabena", "Hartnell"), ("Ingrid", "Sowerby-Patel"),
        ("Rufus", "Adebayo-Lane"), ("Sunniva", "Crane"), ("Tobias", "Wrenfield"),
    )  # fmt: skip
    directors = {
        code: person(first, last, first.lower(), Role.DIRECTOR_OF_EDUCATION, organisations[code])
        for (first, last), code in zip(names, story_trusts, strict=False)
    }
    return Cast(
        administrator=administrator,
        national=national,
        managers=managers,
        directors=directors,
        icb_lead=person("Farah", "Quillfeather", "icb", Role.ICB_LEAD, organisations[icb]),
        learner=person("Lowri", "Sandhu-Beck", "learner", Role.LEARNER, organisations[learner_at]),
    )

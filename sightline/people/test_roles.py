"""Who may do what where, asked of people who hold the roles."""

import pytest

from sightline.access import roles, viewer
from sightline.access.permissions import Permission
from sightline.access.roles import ROLES, PlaceKind, Role
from sightline.base.refusal import NotPermitted
from sightline.conftest import Cast, Country
from sightline.organisations.models import Organisation
from sightline.people.models import GivenRole, User

P = Permission

EVERYWHERE = ["trust", "other_trust", "southern_trust", "practice", "site"]
#: For each person of the cast the places where the person's role counts.
WHERE = {
    "national": EVERYWHERE,
    "north_manager": ["trust", "other_trust", "practice", "site"],
    "south_manager": ["southern_trust"],
    "icb_lead": ["trust", "practice", "site"],
    "director": ["trust", "site"],
    "other_director": ["southern_trust"],
    "learner": ["trust", "site"],
    "administrator": EVERYWHERE,
}


def test_everybody_may_what_their_role_says_where_it_was_given_and_nothing_else(
    cast: Cast, country: Country
) -> None:
    for who, places in WHERE.items():
        person: User = getattr(cast, who)
        role = person.given_roles.get().role
        for name in EVERYWHERE:
            organisation = getattr(country, name)
            for permission in P:
                expected = name in places and roles.may(role, permission)
                assert viewer.may(person, permission, at=organisation) is expected
                if expected:
                    viewer.require(person, permission, at=organisation)
                else:
                    with pytest.raises(NotPermitted):
                        viewer.require(person, permission, at=organisation)


def test_a_refusal_says_what_and_what_to_do(cast: Cast, country: Country) -> None:
    with pytest.raises(NotPermitted, match=r"do not let you raise a concern at this place\. Ask"):
        viewer.require(cast.learner, P.RAISE_CONCERN, at=country.trust)


def test_permissions_of_two_roles_do_not_mix_their_places(cast: Cast, country: Country) -> None:
    """A director in the north who also leads the southern ICB answers only in the north."""
    cast.director.given_roles.create(
        role=Role.ICB_LEAD, place=country.south_icb, from_date="2024-01-01"
    )
    both = User.objects.get(pk=cast.director.pk)
    assert viewer.may(both, P.VIEW_RESULTS, at=country.southern_trust)
    assert viewer.may(both, P.ANSWER_CONCERN, at=country.trust)
    assert not viewer.may(both, P.ANSWER_CONCERN, at=country.southern_trust)


def test_the_database_knows_which_roles_are_for_the_whole_country() -> None:
    national = {role.value for role, one in ROLES.items() if one.place is PlaceKind.NATION}
    name = "national_roles_have_no_place_and_others_have_one"
    said = next(repr(one) for one in GivenRole._meta.constraints if one.name == name)
    assert {role.value for role in Role if f"'{role.value}'" in said} == national


def test_a_role_is_called_as_it_is_at_its_place(country: Country) -> None:
    def given(role: Role, place: Organisation | None = None) -> GivenRole:
        return GivenRole(role=role, place=place)

    director = Role.DIRECTOR_OF_EDUCATION
    assert str(given(director, country.trust)) == "Director of education, Aldermoor Hospitals"
    assert given(director, country.practice).called == "Lead for education"
    assert given(Role.NATIONAL_LEAD).place_name == "England"
    assert given(Role.REGIONAL_QUALITY_MANAGER, country.north).called == "Regional quality manager"
    assert "England" not in str(given(Role.EDUCATION_LEAD))

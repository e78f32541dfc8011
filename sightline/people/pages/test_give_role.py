from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sightline.access.roles import Role
from sightline.conftest import Cast, Country, make_organisation
from sightline.organisations.models import Organisation


def give(client: Client, cast: Cast, **changes: str) -> Any:
    today = timezone.localdate()
    details = {
        "role": Role.DIRECTOR_OF_EDUCATION.value,
        "place": "ZN002",
        "from_date_day": str(today.day),
        "from_date_month": str(today.month),
        "from_date_year": str(today.year),
    }
    client.force_login(cast.administrator)
    url = f"/administration/people/{cast.learner.pk}/give-role/"
    assert client.get(url).status_code == 200
    return client.post(url, details | changes)


@pytest.mark.parametrize("place", ["ZN002", "zn002", "Bexmoor Hospitals", "bexmoor", " Bexmoor  H"])
def test_a_role_is_given_at_a_place_by_code_or_name(
    client: Client, cast: Cast, country: Country, place: str
) -> None:
    assert give(client, cast, place=place).status_code == 302
    assert cast.learner.given_roles.filter(place=country.other_trust).exists()


def test_a_role_for_the_whole_country_has_no_place(client: Client, cast: Cast) -> None:
    assert give(client, cast, role="national_lead", place="").status_code == 302
    assert cast.learner.given_roles.filter(role=Role.NATIONAL_LEAD, place=None).exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"place": ""}, "Director of education is a role at a provider. Enter the place."),
        ({"place": "QN1"}, "Northmoor ICB is not a provider."),
        ({"place": "ZN001A"}, "Aldermoor General is not a provider."),
        ({"place": "Hospitals"}, "Aldermoor Hospitals (ZN001), Bexmoor Hospitals (ZN002)"),
        ({"place": "Nowhere"}, "no open place for this role called “Nowhere”"),
        ({"role": "national_lead"}, "is a role for the whole country. Leave the place empty."),
        ({"role": "administrator", "place": "x"}, "Leave the place empty."),
        ({"role": ""}, "Select role"),
        ({"role": "king"}, "Select one of the answers listed for role"),
        ({"role": "learner", "place": "ZN001"}, "has this role there already"),
        ({"from_date_day": "32"}, "First day must have a day from 1 to 31"),
    ],
)
def test_a_mistake_is_said(
    client: Client, cast: Cast, changes: dict[str, str], sentence: str
) -> None:
    answer = give(client, cast, **changes)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert cast.learner.given_roles.count() == 1


def test_many_places_of_a_name_are_not_all_listed(
    client: Client, cast: Cast, country: Country
) -> None:
    for number in range(12):
        make_organisation(
            f"ZP1{number:04}",
            Organisation.Kind.PRACTICE,
            f"The Surgery {number}",
            country.north_icb,
        )
    page = give(client, cast, place="surgery").content.decode()
    assert "and others. Enter the code of the one you mean." in page


def test_strangers_get_a_404(client: Client, cast: Cast) -> None:
    client.force_login(cast.national)
    url = f"/administration/people/{cast.national.pk}/give-role/"
    assert client.get(url).status_code == 404
    assert client.post(url, {"role": "administrator"}).status_code == 404

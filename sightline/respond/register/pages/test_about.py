import pytest

from sightline.respond.register.conftest import only, statuses, text

pytestmark = pytest.mark.django_db
ABOUT = "/respond/register/raise/about/"


def test_strangers_get_404(client, cast):
    assert statuses(client, cast, f"{ABOUT}?organisation=ZN001") == only(
        "national", "north_manager", "icb_lead", "director"
    )


@pytest.mark.parametrize("query", ["", "?organisation=NOWHERE"])
def test_what_is_not_there_is_404(client, cast, query):
    client.force_login(cast.national)
    assert client.get(ABOUT + query).status_code == 404


def test_only_levels_that_fit_are_offered(client, cast, country):
    client.force_login(cast.north_manager)
    at_trust = text(client.get(ABOUT, {"organisation": country.trust.code}))
    assert "A learning environment" in at_trust
    assert "A whole system" not in at_trust
    without_wards = text(client.get(ABOUT, {"organisation": country.other_trust.code}))
    assert "A learning environment" not in without_wards
    at_icb = text(client.get(ABOUT, {"organisation": country.north_icb.code}))
    assert "A whole system" in at_icb
    assert "An organisation" not in at_icb


def test_the_answer_leads_on_with_the_result(client, cast, country):
    client.force_login(cast.north_manager)
    address = f"{ABOUT}?organisation=ZN001&dataset=7&measure=LS01"
    response = client.post(address, {"about": "programme"})
    assert response["Location"] == (
        "/respond/register/raise/?organisation=ZN001&about=programme&dataset=7&measure=LS01"
    )


def test_an_answer_is_needed(client, cast, country):
    client.force_login(cast.north_manager)
    response = client.post(f"{ABOUT}?organisation=ZN001", {"about": "system"})
    assert "There is a problem" in text(response)

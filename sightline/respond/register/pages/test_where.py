import pytest

from sightline.respond.register.conftest import only, result_of, statuses, text

pytestmark = pytest.mark.django_db
WHERE = "/respond/register/raise/where/"


def test_who_can_raise_and_who_gets_404(client, cast):
    assert statuses(client, cast, WHERE) == only(
        "national",
        "north_manager",
        "south_manager",
        "icb_lead",
        "director",
        "other_director",
    )


def test_only_places_of_the_own_patch_are_found(client, cast):
    client.force_login(cast.north_manager)
    body = text(client.get(WHERE, {"find": "hospitals"}))
    assert "Aldermoor Hospitals" in body
    assert "Calverton" not in body
    client.force_login(cast.director)
    body = text(client.get(WHERE))
    assert "Aldermoor Hospitals" in body
    assert "Bexmoor" not in body


def test_nothing_found_says_what_to_do(client, cast):
    client.force_login(cast.north_manager)
    body = text(client.get(WHERE, {"find": "<b>zzz"}))
    assert "Check the spelling" in body
    assert b"<b>zzz" not in client.get(WHERE, {"find": "<b>zzz"}).content


def test_the_result_is_carried_along(client, cast, country, surveyed):
    client.force_login(cast.north_manager)
    body = text(client.get(WHERE, result_of(surveyed, country.trust)))
    assert "Supervisor available" in body
    assert f"organisation=ZN002&dataset={surveyed.pk}&level=provider&group=ZN001" in body


def test_searching_costs_the_same_however_much_is_found(
    client, cast, django_assert_max_num_queries
):
    client.force_login(cast.national)
    with django_assert_max_num_queries(9):
        client.get(WHERE, {"find": "o"})

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.listen.forums.points import actions
from sightline.listen.forums.points.models import Point

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["south_manager", "other_director", "learner", "administrator"])
def test_strangers_are_told_nothing(person: str, point: Point, cast: Cast, client: Client) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(point)).status_code == 404


def page(point: Point) -> str:
    return reverse("listen:forums:points:show", args=[point.reference])


def test_a_concern_is_named_only_to_those_who_see_all_of_it(
    point: Point, cast: Cast, client: Client
) -> None:
    actions.note_concern(
        point=point, concern_reference="Q-2026-0009", by=cast.north_manager, at=NOW
    )
    for person, sees in (("north_manager", True), ("national", True), ("director", False)):
        client.force_login(getattr(cast, person))
        assert ("Q-2026-0009" in client.get(page(point)).content.decode()) is sees, person


def test_what_was_promised_and_what_came_of_it(
    point: Point, cast: Cast, country: Country, client: Client
) -> None:
    manager = cast.north_manager
    promise = actions.promise(
        point=point, text="Ask the rota team.", owner_name="", owner=cast.director,
        due_date=TODAY, by=manager, at=NOW,
    )  # fmt: skip
    made = actions.commit(
        point=point, promise="Rotas are out early.", evidence_expected="",
        owner_name="Rota team", owner=None, due_date=TODAY, by=manager, at=NOW,
    )  # fmt: skip
    actions.say_what_came(point=point, state="answered", text="We asked.", by=manager, at=NOW)
    client.force_login(cast.director)
    html = client.get(page(point)).content.decode()
    for text in ("Rotas are out early.", "Ask the rota team.", "We asked."):
        assert text in html
    assert reverse("commitments:show", args=[made.reference]) in html
    assert reverse("listen:forums:points:settle", args=[promise.pk]) in html
    assert "Say what came of it" not in html
    commitment = client.get(reverse("commitments:show", args=[made.reference])).content.decode()
    assert page(point) in commitment
    assert country.trust.name in commitment

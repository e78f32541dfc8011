from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.access.roles import Role
from sightline.conftest import Cast, Country, make_user
from sightline.govern.conftest import Ask, Say
from sightline.govern.expansions.test_actions import decide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def test_strangers_get_404_and_only_who_decides_is_asked_to(
    ask: Ask, say: Say, cast: Cast, client: Client
) -> None:
    page = reverse("govern:expansions:show", args=[ask().reference])
    for person in ("south_manager", "other_director", "learner", "administrator"):
        client.force_login(getattr(cast, person))
        assert client.get(page).status_code == 404
    for person, decides in (("director", False), ("icb_lead", True), ("north_manager", True)):
        client.force_login(getattr(cast, person))
        assert (">Decide<" in client.get(page).content.decode().replace("\n", "").replace(" ", "")
                ) is decides  # fmt: skip


def test_what_was_decided_is_shown_with_both_passports(
    ask: Ask, say: Say, cast: Cast, client: Client, country: Country,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    say(20)
    request = ask()
    decide(request, cast.north_manager)
    page = reverse("govern:expansions:show", args=[request.reference])
    client.force_login(cast.director)
    html = client.get(page).content.decode()
    for words in ("Approved in part", "Supervision for four.", "QP-2026-0001", "QP-2026-0002"):
        assert words in html
    assert "/govern/passports/kept/QP-2026-0002/" in html
    with django_assert_max_num_queries(8):
        client.get(page)
    # An executive sees capacity and no passport.
    client.force_login(make_user("Exa Executive", Role.EXECUTIVE, country.trust))
    html = client.get(page).content.decode()
    assert "/govern/passports/" not in html

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sightline.assess.returns.answering.models import Answer, SectionWork
from sightline.assess.returns.conftest import Asked, begin
from sightline.conftest import PASSWORD, Cast

pytestmark = pytest.mark.django_db
WELCOME = ("value", "respect", "safe", "speak_up")


@pytest.fixture
def address(asked: Asked) -> str:
    begin(asked.practice, asked.manager)
    return reverse("assess:returns:section", args=[asked.practice.reference, "welcome"])


def form(page: object, **told: str) -> dict[str, str]:
    """What the form carries, and what somebody fills in."""
    text = page.content.decode()  # type: ignore[attr-defined]
    carried = {
        name: re.findall(rf'name="{name}" value="([^"]*)"', text)[0]
        for name in ("version", "opened", "shown_to")
    }
    return carried | {name.replace("__", "-"): said for name, said in told.items()}


def test_every_button_saves_and_finishing_says_what_is_missing(
    asked: Asked, address: str, client: Client
) -> None:
    client.force_login(asked.manager)
    told = form(client.get(address), value__outcome="met", respect__outcome="partly", do="later")
    assert client.post(address, told)["Location"].endswith(f"/{asked.practice.reference}/")
    assert Answer.objects.get(question="value").outcome == "met"
    told = form(client.get(address), value__outcome="met", respect__outcome="partly", do="finish")
    page = client.post(address, told).content.decode()
    for said in ("Say what is missing", "Choose an answer", "What you wrote is saved"):
        assert said in page
    everything = {f"{code}__outcome": "met" for code in WELCOME}
    told = form(client.get(address), **everything, do="finish")
    assert client.post(address, told)["Location"].endswith("/supervision/")
    assert SectionWork.objects.get().state == "finished"


def test_the_second_of_two_keeps_their_words_beside_the_others(
    asked: Asked, address: str, client: Client
) -> None:
    client.force_login(asked.manager)
    first = form(client.get(address), value__outcome="met", value__reason="The first of us.")
    second = form(client.get(address), value__outcome="partly", value__reason="The second.")
    client.post(address, first)
    page = client.post(address, second)
    said = page.content.decode()
    for words in ("saved this section while you had it open", "The first of us.", "The second."):
        assert words in said
    assert Answer.objects.get().reason == "The first of us."
    client.post(address, form(page, value__outcome="partly", value__reason="The second."))
    assert Answer.objects.get().reason == "The second."


def test_what_was_written_when_the_session_ended_is_there_after_signing_in(
    asked: Asked, address: str, cast: Cast, client: Client
) -> None:
    client.force_login(asked.manager)
    told = form(client.get(address), value__outcome="met", value__reason="Written for an hour.")
    client.logout()
    answer = client.post(address, told)
    assert answer["Location"] == f"/sign-in/?next={address}"
    assert not Answer.objects.exists()
    signed_in = client.post(
        answer["Location"], {"login": asked.manager.email, "password": PASSWORD, "next": address}
    )
    assert signed_in["Location"] == address
    page = client.get(address)
    assert "Written for an hour." in page.content.decode()
    assert "not saved yet" in page.content.decode()
    client.post(address, form(page, value__outcome="met", value__reason="Written for an hour."))
    assert Answer.objects.get().reason == "Written for an hour."


def test_words_kept_for_one_person_are_not_shown_to_the_next(
    asked: Asked, address: str, cast: Cast, client: Client
) -> None:
    client.force_login(asked.manager)
    told = form(client.get(address), value__reason="Mine alone.")
    client.logout()
    client.post(address, told)
    client.post("/sign-in/", {"login": cast.director.email, "password": PASSWORD})
    assert "assess.returns.kept" in client.session
    begin(asked.trust, cast.director)
    theirs = reverse("assess:returns:section", args=[asked.trust.reference, "environment"])
    assert "Mine alone." not in client.get(theirs).content.decode()
    assert "assess.returns.kept" not in client.session


def test_too_long_an_explanation_is_said_and_stays_on_the_page(
    asked: Asked, address: str, client: Client
) -> None:
    client.force_login(asked.manager)
    told = form(client.get(address), value__reason="x" * 4001)
    page = client.post(address, told).content.decode()
    assert "4000 characters or fewer" in page
    assert "x" * 4001 in page
    assert not Answer.objects.exists()


def test_a_trusts_longest_section_takes_as_many_queries_as_a_practices(
    asked: Asked, address: str, cast: Cast, client: Client
) -> None:
    begin(asked.trust, cast.director)
    client.force_login(asked.manager)
    client.get(address)
    with CaptureQueriesContext(connection) as short:
        client.get(address)
    client.force_login(cast.director)
    long_ = reverse("assess:returns:section", args=[asked.trust.reference, "environment"])
    client.get(long_)
    with CaptureQueriesContext(connection) as long:
        assert client.get(long_).status_code == 200
    assert len(long) == len(short)


def test_a_stranger_gets_404(asked: Asked, address: str, cast: Cast, client: Client) -> None:
    for person in (cast.director, cast.north_manager, asked.partner):
        client.force_login(person)
        assert client.get(address).status_code == 404
    client.force_login(asked.manager)
    assert client.get(address.replace("welcome", "nothing")).status_code == 404

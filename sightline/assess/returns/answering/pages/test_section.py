from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from markupsafe import escape

from sightline.assess.returns.answering import keeping
from sightline.assess.returns.answering.models import Answer, SectionWork
from sightline.assess.returns.attestation import actions as attestation
from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.campaigns import actions as campaigns
from sightline.assess.returns.conftest import Asked, begin
from sightline.assess.returns.models import Return
from sightline.conftest import NOW, PASSWORD, Cast

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
    for said in (
        "whatever they believe.”: say what is missing", "Standard 1.7: choose an answer",
        "What you wrote is saved",
    ):  # fmt: skip
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


def test_who_signed_in_again_in_another_window_finds_their_words_on_the_page(
    asked: Asked, address: str, cast: Cast
) -> None:
    """The form's token is of the session that ended: it is refused, and nothing is lost."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(asked.manager)
    told = form(client.get(address), value__outcome="met", value__reason="<b>For an hour.</b>")
    client.force_login(asked.manager)
    answer = client.post(address, told)
    assert answer["Location"] == address
    assert not Answer.objects.exists(), "another site could have sent it"
    page = client.get(address)
    said = page.content.decode()
    assert "&lt;b&gt;For an hour.&lt;/b&gt;" in said
    assert "not saved yet" in said
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]*)"', said)[-1]
    told = form(page, value__outcome="met", value__reason="<b>For an hour.</b>")
    client.post(address, told | {"csrfmiddlewaretoken": token})
    assert Answer.objects.get().reason == "<b>For an hour.</b>"


@pytest.mark.parametrize("shown_to", ["", "made up", "another"])
def test_a_form_that_was_not_shown_to_them_is_not_filled_in_for_them(
    asked: Asked, address: str, cast: Cast, shown_to: str
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(asked.manager)
    whose = keeping.shown_to(cast.director.pk) if shown_to == "another" else shown_to
    answer = client.post(address, {"value-reason": "From elsewhere.", "shown_to": whose})
    assert answer.status_code == 403
    assert "This form is too old to send" in answer.content.decode()
    assert "From elsewhere." not in client.get(address).content.decode()


def test_what_is_signed_is_read_and_not_filled_in(
    signed: Signature, asked: Asked, client: Client
) -> None:
    address = reverse("assess:returns:section", args=[asked.practice.reference, "welcome"])
    client.force_login(asked.manager)
    page = client.get(address).content.decode()
    assert "was signed by Pat Partner" in page
    assert "As it is here." in page
    assert "Save and" not in page
    assert "<textarea" not in page
    assert reverse("assess:returns:amend", args=[asked.practice.reference]) in page
    attestation.amend(self_assessment=asked.practice, reason="More", by=asked.manager, at=NOW)
    assert "Save and finish" in client.get(address).content.decode()


def test_last_years_answer_stands_within_its_question(
    signed: Signature, asked: Asked, cast: Cast, client: Client
) -> None:
    later = campaigns.make(
        code="2027", name="Next", opens_date=date(2026, 11, 1), closes_date=date(2027, 12, 1),
        last_date=date(2027, 12, 1), by=cast.national, at=NOW,
    )  # fmt: skip
    campaigns.ask(campaign=later, kinds=["practice"], regions=[], by=cast.national, at=NOW)
    found = begin(Return.objects.get(campaign=later), asked.manager)
    client.force_login(asked.manager)
    page = client.get(reverse("assess:returns:section", args=[found.reference, "welcome"]))
    parts = page.content.decode().split('<div id="q-')[1:]
    assert len(parts) == len(WELCOME)
    for part, question in zip(parts, found.journey.sections[0].questions, strict=True):
        asks, last = part.index(str(escape(question.ask))), part.index("Last year you answered")
        assert asks < last < part.index("What shows it")


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

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.answering import actions as answering
from sightline.assess.returns.answering.models import Answer, SectionWork
from sightline.assess.returns.attestation import actions as attestation
from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.conftest import Asked, begin, fill_in, sign
from sightline.assess.returns.contributors import actions, rules
from sightline.assess.returns.contributors.models import Contributor, LaterLink
from sightline.assess.returns.rules import CannotAnswer
from sightline.base.refusal import NotPermitted
from sightline.commitments import actions as commitments
from sightline.conftest import NOW, Cast
from sightline.standards.models import Standard

pytestmark = pytest.mark.django_db
SUPERVISION = ("induction", "supervision", "appointments", "educational_supervision")


def invite(asked: Asked, section: str = "supervision") -> tuple[Contributor, str]:
    begin(asked.practice, asked.manager)
    return actions.invite(
        self_assessment=asked.practice, section=section, name="Nia Nurse",
        email="Nia@Example.org", by=asked.manager, at=NOW,
    )  # fmt: skip


def carried(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(version|opened)" value="([^"]*)"', page))


def test_invited_by_a_link_that_is_kept_as_a_hash_and_sent_without_content(
    asked: Asked, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        contributor, token = invite(asked)
    assert token not in str(vars(contributor))
    [message] = mail.outbox
    assert message.to == ["nia@example.org"]
    assert token in str(message.body)
    for word in ("Dunmere", "supervis"):
        assert word not in f"{message.subject} {message.body}"


def test_a_contributor_fills_in_and_hands_in_one_section_without_an_account(
    asked: Asked, client: Client
) -> None:
    _, token = invite(asked)
    address = reverse("assess:returns:contribute", args=[token])
    page = client.get(address).content.decode()
    assert "Supervision in surgery" in page
    half = carried(page) | {"supervision-outcome": "met", "do": "hand_in"}
    page = client.post(address, half | {"comment": "Two to come."}).content.decode()
    assert ": choose an answer" in page
    assert Answer.objects.get(question="supervision").outcome == "met", "half is kept"
    told = carried(page) | {f"{code}-outcome": "met" for code in SUPERVISION}
    done = client.post(address, told | {"do": "hand_in"}, follow=True).content.decode()
    assert "Handed in. Pia Practice" in done
    assert SectionWork.objects.get().state == "handed_in"
    answering.send_back(
        self_assessment=asked.practice, section="supervision", text="Name the cover.",
        by=asked.manager, at=NOW,
    )  # fmt: skip
    page = client.get(address).content.decode()
    assert "Name the cover." in page
    assert "sent back to you" in page
    assert "You have handed it in" not in page
    client.force_login(asked.manager)
    listed = reverse("assess:returns:contributors", args=[asked.practice.reference])
    assert "Sent back" in client.get(listed).content.decode()
    client.logout()
    client.post(address, told | carried(page) | {"do": "hand_in"})
    page = client.get(address).content.decode()
    assert "You have handed it in" in page
    assert "sent back to you" not in page


def test_a_section_that_is_sent_back_brings_another_link_and_the_first_still_works(
    asked: Asked, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    contributor, token = invite(asked)
    other, _ = actions.invite(
        self_assessment=asked.practice, section="supervision", name="Ned Nurse",
        email="ned@example.org", by=asked.manager, at=NOW,
    )  # fmt: skip
    actions.end(contributor=other, by=asked.manager, at=NOW)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        answering.send_back(
            self_assessment=asked.practice, section="supervision", text="Name the cover.",
            by=asked.manager, at=NOW,
        )  # fmt: skip
    [message] = mail.outbox
    assert message.to == ["nia@example.org"], "whose link works, and nobody else"
    said = str(message.body)
    for word in ("cover", "Dunmere", "supervis"):
        assert word not in f"{message.subject} {said}"
    [later] = re.findall(r"/contributors/link/([^/]+)/", said)
    assert later != token
    for one in (later, token):
        page = client.get(reverse("assess:returns:contribute", args=[one]))
        assert "Name the cover." in page.content.decode()
    assert later not in str(LaterLink.objects.values())
    actions.end(contributor=contributor, by=asked.manager, at=NOW)
    assert client.get(reverse("assess:returns:contribute", args=[later])).status_code == 410


def test_beside_the_questions_stands_what_whoever_invited_them_may_see(
    asked: Asked, cast: Cast, client: Client
) -> None:
    contributor, token = invite(asked, "welcome")
    commitments.agree(
        kind="requirement", organisation=asked.practice.organisation, programme=None,
        promise="Put names on the board.", evidence_expected="", owner_name="Pia", owner=None,
        because_kind="return", because_reference="SA-2025-ZP00001", measures=[],
        standards=Standard.objects.filter(number="1.1"), due_date=date(2027, 1, 4),
        by=cast.north_manager, at=NOW,
    )  # fmt: skip
    address = reverse("assess:returns:contribute", args=[token])
    page = client.get(address).content.decode()
    assert "What is known already" in page
    assert "Put names on the board." in page
    Contributor.objects.filter(pk=contributor.pk).update(invited_by=cast.director)
    page = client.get(address).content.decode()
    assert "Put names on the board." not in page, "of another provider"


def test_what_no_database_stores_and_a_version_of_a_thousand_digits_are_no_fault(
    asked: Asked, client: Client
) -> None:
    _, token = invite(asked)
    address = reverse("assess:returns:contribute", args=[token])
    told = {"supervision-outcome": "met", "do": "later"}
    odd = client.post(address, told | {"version": "9" * 5000})
    assert "saved this section while you had it open" in odd.content.decode()
    assert client.post(address, told | {"version": "0", "comment": "Two\0."}).status_code == 302
    assert asked.practice.notes.get().text == "Two."


def test_a_note_stays_on_the_page_while_an_answer_has_a_fault(asked: Asked, client: Client) -> None:
    _, token = invite(asked)
    address = reverse("assess:returns:contribute", args=[token])
    told = {"supervision-reason": "a" * 4001, "version": "0", "comment": "Ask Ann."}
    assert "Ask Ann." in client.post(address, told).content.decode()


def test_two_at_once_the_contributor_is_told_and_loses_nothing(
    asked: Asked, client: Client
) -> None:
    _, token = invite(asked)
    address = reverse("assess:returns:contribute", args=[token])
    told = carried(client.get(address).content.decode())
    answering.save_section(
        self_assessment=asked.practice, section="supervision", given={}, seen_version=0,
        by=asked.manager, at=NOW,
    )  # fmt: skip
    page = client.post(address, told | {"supervision-reason": "My own words."}).content.decode()
    assert "Pia Practice saved this section while you had it open" in page
    assert "My own words." in page


def test_a_link_is_of_no_use_after_its_end_and_what_was_written_is_on_the_page(
    asked: Asked, client: Client
) -> None:
    contributor, token = invite(asked)
    address = reverse("assess:returns:contribute", args=[token])
    with time_machine.travel(NOW + timedelta(days=60), tick=False):
        answer = client.post(address, {"supervision-reason": "Written too late."})
        assert answer.status_code == 410
        page = answer.content.decode()
        assert "This link ended on 15 January 2027" in page
        assert "Written too late." in page
    actions.end(contributor=contributor, by=asked.manager, at=NOW)
    page = client.get(address).content.decode()
    assert "has ended this link" in page
    with pytest.raises(rules.LinkIsOver):
        answering.save_section(
            self_assessment=asked.practice, section="supervision", given={}, seen_version=0,
            contributor=contributor, by=None, at=NOW,
        )  # fmt: skip
    with pytest.raises(rules.CannotInvite, match="ended already"):
        actions.end(contributor=contributor, by=asked.manager, at=NOW)


def test_signing_closes_every_link(asked: Asked, client: Client) -> None:
    _, token = invite(asked)
    fill_in(asked.practice, asked.manager)
    sign(asked.practice, asked.partner)
    page = client.get(reverse("assess:returns:contribute", args=[token]))
    assert page.status_code == 410
    assert "has been signed" in page.content.decode()


def test_a_link_opens_its_own_section_only_and_nobody_else_invites(
    asked: Asked, cast: Cast
) -> None:
    contributor, _ = invite(asked)
    with pytest.raises(CannotAnswer, match="no such section"):
        answering.save_section(
            self_assessment=asked.practice, section="welcome", given={}, seen_version=0,
            contributor=contributor, by=None, at=NOW,
        )  # fmt: skip
    with pytest.raises(NotPermitted):
        actions.invite(
            self_assessment=asked.practice, section="welcome", name="A", email="a@example.org",
            by=cast.director, at=NOW,
        )  # fmt: skip
    for wrong in ({"email": "nobody"}, {"name": " "}, {"section": "x"}):
        told = {"section": "welcome", "name": "A", "email": "a@example.org", **wrong}
        with pytest.raises(rules.CannotInvite):
            actions.invite(self_assessment=asked.practice, **told, by=asked.manager, at=NOW)


def test_a_made_up_link_is_not_known(asked: Asked, client: Client) -> None:
    answer = client.get(reverse("assess:returns:contribute", args=["x" * 22]))
    assert answer.status_code == 404
    assert "This link is not known" in answer.content.decode()


def test_nobody_is_sent_a_link_that_is_over_already(signed: Signature, asked: Asked) -> None:
    """A new version is written after the last day of the campaign."""
    after = NOW + timedelta(days=90)
    attestation.amend(self_assessment=asked.practice, reason="More", by=asked.manager, at=after)
    with pytest.raises(rules.CannotInvite, match="Links worked until 15 January 2027"):
        actions.invite(
            self_assessment=asked.practice, section="supervision", name="Nia Nurse",
            email="nia@example.org", by=asked.manager, at=after,
        )  # fmt: skip

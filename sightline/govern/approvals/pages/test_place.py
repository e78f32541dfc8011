from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sightline.conftest import Cast, Country
from sightline.govern.approvals import actions as applying
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import approved, condition
from sightline.govern.approvals.joining import actions
from sightline.standards.models import FrameworkVersion

pytestmark = pytest.mark.django_db


def plan(content: bytes = b"Ours.") -> SimpleUploadedFile:
    return SimpleUploadedFile("plan.txt", content)


def test_somebody_of_the_place_sees_answers_and_sends(
    country: Country, cast: Cast, schools: Schools, client: Client, framework: FrameworkVersion
) -> None:
    now = timezone.now()
    found = approved(
        country, schools.lead, cast.north_manager, schools.first, now,
        conditions=[condition(timezone.localdate() + timedelta(days=20))],
    )  # fmt: skip
    _, token = actions.invite(
        approval=found, name="Ros Reception", email="ros@example.org", by=schools.manager, at=now
    )
    page = reverse("govern:approvals:place", args=[token])
    html = client.get(page).content.decode()
    assert "Speaking up is safe." in html
    assert "Ready for the first learner" in html
    assert "A second supervisor is trained." in html
    answer = client.post(page, {"do": "section", "section": "ready"})
    assert answer["Location"].startswith("/assess/returns/contributors/link/")
    assert client.get(answer["Location"]).status_code == 200
    html = client.post(page, {"do": "section", "section": "moon"}, follow=True).content.decode()
    assert "Choose a section" in html
    bad = {
        "do": "document",
        "document-title": "Plan",
        "document-file": SimpleUploadedFile("plan.txt", b"MZ\x00\x01"),
    }
    assert "kind of file is not taken" in client.post(page, bad).content.decode()
    good = {"do": "document", "document-title": "Plan", "document-file": plan()}
    assert "Thank you" in client.post(page, good, follow=True).content.decode()
    assert found.documents.get().by_name == "Ros Reception"
    assert "Those who see the approval read it. Name nobody." in client.get(page).content.decode()
    one = found.conditions.get()
    client.post(page, {"do": "proof", "proof-condition": one.pk, "proof-text": "Trained."})
    assert one.words.get().by_name == "Ros Reception"


def test_a_link_that_is_not_known_or_over(
    country: Country, cast: Cast, schools: Schools, client: Client, framework: FrameworkVersion
) -> None:
    assert client.get(reverse("govern:approvals:place", args=["x" * 22])).status_code == 404
    now = timezone.now()
    found = approved(country, schools.lead, cast.north_manager, schools.first, now)
    contact, token = actions.invite(
        approval=found, name="Ros", email="ros@example.org", by=schools.manager, at=now
    )
    actions.end_link(contact=contact, by=schools.manager, at=now)
    answer = client.get(reverse("govern:approvals:place", args=[token]))
    assert answer.status_code == 410
    assert "has ended this link" in answer.content.decode()


@pytest.mark.parametrize("ends", ["approval", "link"])
def test_a_section_that_was_opened_before_is_over_with_what_opened_it(
    ends: str, country: Country, cast: Cast, schools: Schools, client: Client,
    framework: FrameworkVersion,
) -> None:  # fmt: skip
    now, team = timezone.now(), cast.north_manager
    found = approved(country, schools.lead, team, schools.first, now)
    contact, token = actions.invite(
        approval=found, name="Ros", email="ros@example.org", by=schools.manager, at=now
    )
    other, _ = actions.invite(
        approval=found, name="Mo", email="mo@example.org", by=schools.manager, at=now
    )
    section = actions.open_section(contact=contact, section="ready", by=None, at=now)
    theirs = actions.open_section(contact=other, section="ready", by=None, at=now)
    page, other_page = (
        reverse("assess:returns:contribute", args=[one]) for one in (section, theirs)
    )
    assert client.get(page).status_code == 200
    if ends == "approval":
        applying.end(approval=found, reason="It closes.", by=team, at=now)
        said = "is “ended”, so nothing more is asked of the place. What you saved before is kept."
        assert client.get(other_page).status_code == 410
        whole = client.get(reverse("govern:approvals:place", args=[token]))
        assert (whole.status_code, said in whole.content.decode()) == (410, True)
    else:
        actions.end_link(contact=contact, by=schools.manager, at=now)
        said = "The person who invited you has ended this link."
        assert client.get(other_page).status_code == 200
    for answer in (client.get(page), client.post(page, {"comment": "Written too late."})):
        assert answer.status_code == 410
        assert said in answer.content.decode()
    assert "Written too late." in answer.content.decode()


def test_somebody_of_the_place_withdraws_what_they_sent(
    country: Country, cast: Cast, schools: Schools, client: Client, framework: FrameworkVersion
) -> None:
    now = timezone.now()
    found = approved(country, schools.lead, cast.north_manager, schools.first, now)
    tokens = [
        actions.invite(
            approval=found, name="Ros", email=f"{name}@example.org", by=schools.manager, at=now
        )[1]
        for name in ("ros", "other")
    ]
    mine, another = (reverse("govern:approvals:place", args=[token]) for token in tokens)
    sent = {"do": "document", "document-title": "Plan", "document-file": plan()}
    assert "Withdraw a document" not in client.get(mine).content.decode()
    client.post(mine, sent)
    kept = found.documents.get()
    told = {"do": "withdraw", "withdraw-document": kept.pk, "withdraw-reason": "Outdated."}
    client.post(another, told)
    assert list(found.documents.standing()) == [kept]
    html = client.post(mine, told, follow=True).content.decode()
    assert "It is withdrawn." in html
    assert "Plan (withdrawn)" in html
    assert (kept.withdrawal.by_name, kept.withdrawal.by) == ("Ros", None)


def test_what_was_sent_by_you_is_what_you_sent_and_not_who_has_your_name(
    country: Country, cast: Cast, schools: Schools, client: Client, framework: FrameworkVersion
) -> None:
    now = timezone.now()
    found = approved(country, schools.lead, cast.north_manager, schools.first, now)
    mine, later, namesake, same_mailbox = (
        reverse(
            "govern:approvals:place",
            args=[
                actions.invite(
                    approval=found, name=name, email=email, by=schools.manager, at=now
                )[1]
            ],
        )
        for name, email in (
            ("Ros", "ros@example.org"), ("Ros", "ROS@example.org"), ("Ros", "other@example.org"),
            ("Mo", "ros@example.org"),
        )
    )  # fmt: skip
    sent = {"do": "document", "document-title": "Our plan", "document-file": plan()}
    client.post(mine, sent)
    for page, is_theirs in ((mine, True), (later, True), (namesake, False), (same_mailbox, False)):
        html = client.get(page).content.decode()
        assert ("Our plan" in html) is ("Sent by you" in html) is is_theirs

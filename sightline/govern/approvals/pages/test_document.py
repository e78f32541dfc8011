from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast, Country
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import add_document, begin, sent_in
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db


def test_added_taken_and_refused_when_it_is_not_the_same_any_more(
    country: Country, schools: Schools, client: Client, uploads: Path
) -> None:
    found = begin(country, schools.lead, schools.first)
    page = reverse("govern:approvals:document", args=[found.reference])
    client.force_login(schools.lead)
    bad = {"title": "Plan", "file": SimpleUploadedFile("plan.exe", b"MZ\x00\x01")}
    assert "kind of file is not taken" in client.post(page, bad).content.decode()
    good = {"title": "Plan", "file": SimpleUploadedFile("plan.txt", b"Ours.")}
    assert "“Plan” is added" in client.post(page, good, follow=True).content.decode()
    kept = found.documents.get()
    take = reverse("govern:approvals:take", args=[found.reference, kept.pk])
    assert b"".join(client.get(take).streaming_content) == b"Ours."  # type: ignore[attr-defined]
    assert Entry.objects.filter(action="govern.approvals.download").count() == 1
    (uploads / kept.stored_name).write_bytes(b"Other.")
    assert "fingerprint does not match" in client.get(take).content.decode()


def test_strangers(country: Country, cast: Cast, schools: Schools, client: Client) -> None:
    found = begin(country, schools.lead, schools.first)
    kept = add_document(found, schools.lead)
    pages = [
        reverse("govern:approvals:document", args=[found.reference]),
        reverse("govern:approvals:take", args=[found.reference, kept.pk]),
    ]
    for person in (schools.second_lead, cast.south_manager):
        client.force_login(person)
        assert [client.get(page).status_code for page in pages] == [404, 404]


def test_a_withdrawn_document_is_shown_as_such_and_given_to_who_sent_it_and_who_decides(
    country: Country, cast: Cast, schools: Schools, client: Client
) -> None:
    found = sent_in(country, schools.lead, schools.first)
    kept = add_document(found, schools.lead)
    page = reverse("govern:approvals:withdraw_document", args=[found.reference, kept.pk])
    take = reverse("govern:approvals:take", args=[found.reference, kept.pk])
    show = reverse("govern:approvals:show", args=[found.reference])
    for person in (schools.second_lead, cast.icb_lead, cast.south_manager, schools.manager):
        client.force_login(person)
        assert client.get(page).status_code in (403, 404)
        assert client.post(page, {"reason": "Away."}).status_code in (403, 404)
    assert page not in client.get(show).content.decode()  # the place's own people
    for person in (cast.north_manager, schools.lead):
        client.force_login(person)
        assert page in client.get(show).content.decode()
    assert "Withdraw “Induction plan”" in client.get(page).content.decode()
    assert "There is a problem" in client.post(page, {"reason": ""}).content.decode()
    html = client.post(page, {"reason": "It names a learner."}, follow=True).content.decode()
    assert "“Induction plan” is withdrawn" in html
    assert "It names a learner." in html
    assert client.get(page).status_code == 404
    client.force_login(schools.manager)
    answer = client.get(take)
    assert answer.status_code != 200
    assert "was withdrawn, so it is not given out any more" in answer.content.decode()
    assert take not in client.get(show).content.decode()
    for person in (schools.lead, cast.north_manager):
        client.force_login(person)
        assert b"".join(client.get(take).streaming_content) == b"Our induction."  # type: ignore[attr-defined]
        assert take in client.get(show).content.decode()
        assert page not in client.get(show).content.decode()

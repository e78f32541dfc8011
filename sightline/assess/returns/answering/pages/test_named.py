from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess import factories
from sightline.assess.returns.answering import actions, naming
from sightline.assess.returns.conftest import Asked, begin, fill_in, sign
from sightline.assess.returns.rules import CannotAnswer
from sightline.conftest import NOW, Cast, Country
from sightline.standards.models import FrameworkVersion
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db


def test_it_is_put_right_and_taken_out_beside_every_answer(asked: Asked, client: Client) -> None:
    found = begin(asked.practice, asked.manager)
    reference = found.reference
    client.force_login(asked.manager)
    listed = reverse("assess:returns:evidence", args=[reference])
    client.post(listed, {"title": "Rotta", "where": "Drive"})
    named = found.evidence.get()
    section = reverse("assess:returns:section", args=[reference, "welcome"])
    client.post(section, {"version": "0", "value-outcome": "met", "value-evidence": [named.pk]})
    page = reverse("assess:returns:change_evidence", args=[reference, named.pk])
    assert page in client.get(listed).content.decode()
    assert "Enter where it is kept" in client.post(page, {"title": "Rota"}).content.decode()
    client.post(page, {"title": "Rota", "where": "Drive 2"})
    assert "Rota" in client.get(section).content.decode()
    assert "Rotta" not in client.get(section).content.decode()
    taken = reverse("assess:returns:take_out_evidence", args=[reference, named.pk])
    assert client.get(taken).status_code == 405
    assert "is taken out" in client.post(taken, follow=True).content.decode()
    assert not found.evidence.exists()
    assert found.answers.get(question="value").outcome == "met"
    assert client.get(page).status_code == 404
    assert Entry.objects.filter(action="assess.returns.answering.take_out_evidence").exists()


def test_a_piece_of_evidence_of_the_provider_is_named_once(
    asked: Asked, client: Client, country: Country, cast: Cast, framework: FrameworkVersion
) -> None:
    found = begin(asked.practice, asked.manager)
    standards = list(framework.standards.all())
    own, other, inside = (
        factories.evidence(place, standards, cast.north_manager, NOW, title=title, **more)
        for place, title, more in (
            (factories.at_organisation(country.practice), "Our visit", {}),
            (factories.at_organisation(country.trust), "Their visit", {}),
            (factories.at_organisation(country.practice), "Kept inside", {"audience": "internal"}),
        )
    )
    client.force_login(asked.manager)
    listed = reverse("assess:returns:evidence", args=[found.reference])
    page = client.get(listed).content.decode()
    assert f"{own.reference}: Our visit" in page
    assert "Their visit" not in page
    assert "Kept inside" not in page
    for one in (other, inside):
        refused = client.post(listed, {"evidence": one.pk}).content.decode()
        assert "There is a problem" in refused
        with pytest.raises(CannotAnswer, match="about your organisation"):
            naming.choose(self_assessment=found, evidence=one, by=asked.manager, at=NOW)
    client.post(listed, {"evidence": own.pk})
    named = found.evidence.get()
    assert (named.title, named.where) == ("Our visit", own.reference)
    page = client.get(listed).content.decode()
    assert reverse("assess:evidence:show", args=[own.reference]) in page
    assert f"{own.reference}: Our visit" not in page
    with pytest.raises(CannotAnswer, match="is named already"):
        naming.choose(self_assessment=found, evidence=own, by=asked.manager, at=NOW)


def test_what_was_signed_stays(asked: Asked) -> None:
    found = begin(asked.practice, asked.manager)
    named = actions.add_evidence(
        self_assessment=found, title="Rota", where="Drive", by=asked.manager, at=NOW
    )
    fill_in(found, asked.manager)
    sign(found, asked.partner)
    with pytest.raises(CannotAnswer):
        naming.change(named=named, title="Other", where="Drive", by=asked.manager, at=NOW)
    with pytest.raises(CannotAnswer):
        naming.take_out(named=named, by=asked.manager, at=NOW)
    named.refresh_from_db()
    assert named.title == "Rota"


def test_a_stranger_gets_404(asked: Asked, cast: Cast, client: Client) -> None:
    found = begin(asked.practice, asked.manager)
    named = actions.add_evidence(
        self_assessment=found, title="Rota", where="Drive", by=asked.manager, at=NOW
    )
    for person in (cast.director, cast.north_manager):
        client.force_login(person)
        for name in ("change_evidence", "take_out_evidence"):
            page = reverse(f"assess:returns:{name}", args=[found.reference, named.pk])
            assert client.post(page, {"title": "x", "where": "y"}).status_code == 404
    assert found.evidence.exists()

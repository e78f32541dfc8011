from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from sightline.assess import factories
from sightline.assess.evidence import actions as evidence_actions
from sightline.assess.evidence.items import Item
from sightline.assess.evidence.models import Evidence
from sightline.assess.judgements import actions, queries
from sightline.assess.judgements.models import Cited, Judgement
from sightline.assess.places import Place
from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, TODAY, Cast
from sightline.standards.models import Standard
from sightline.standards.succession.queries import lineage
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def cited(place: Place, standard: Standard, cast: Cast) -> list[Item]:
    visit = factories.evidence(place, [standard], cast.north_manager, NOW)
    said = factories.self_rating(place, standard, "met", cast.director, NOW)
    return [factories.item(visit), factories.item(said)]


def test_a_judgement_keeps_a_copy_of_what_it_rests_on(
    place: Place, standard: Standard, cast: Cast, cited: list[Item]
) -> None:
    survey = replace(
        cited[0], key="survey:1", kind="national_survey", voice="learner", evidence_pk=None,
        href="/insight/item/", more={"cell": {"score": 71.5, "n": 40}},
    )  # fmt: skip
    made = factories.judgement(
        place, standard, [*cited, survey], cast.north_manager, NOW, dissent="The lay member."
    )
    assert (made.reference, made.voices, made.place) == ("J-2026-0001", 3, place)
    copies = list(made.cited.all())
    assert [one.key for one in copies] == [one.key for one in (*cited, survey)]
    assert copies[2].frozen["cell"] == {"score": 71.5, "n": 40}
    assert copies[0].frozen["title"] == "What the visit found"
    assert (copies[2].source, copies[0].evidence_id) == ("/insight/item/", cited[0].evidence_pk)
    assert Entry.objects.get(action="assess.judgements.judge").reference == made.reference


def test_it_is_kept_who_judged_how_surely_and_who_differed(
    place: Place, standard: Standard, cast: Cast, cited: list[Item]
) -> None:
    made = factories.judgement(
        place, standard, cited, cast.north_manager, NOW, confidence="high",
        dissent=" The lay member would say partly met. ", made_by=" Nora North, Pat Panel ",
    )  # fmt: skip
    made.refresh_from_db()
    assert (made.confidence, made.dissent, made.made_by, made.decided_date, made.by) == (
        "high", "The lay member would say partly met.", "Nora North, Pat Panel", TODAY,
        cast.north_manager,
    )  # fmt: skip


def test_a_judgement_supersedes_the_one_that_stood(
    place: Place, standard: Standard, cast: Cast, cited: list[Item]
) -> None:
    first = factories.judgement(place, standard, cited, cast.north_manager, NOW)
    with pytest.raises(actions.CannotJudge, match="after you opened this page"):
        factories.judgement(place, standard, cited, cast.national, LATER)
    second = factories.judgement(
        place, standard, cited, cast.national, LATER, outcome="partly", supersedes=first
    )
    assert queries.standing(place, standard.number, lineage(standard.version)) == second
    stood = Judgement.objects.standing_before
    assert list(stood(LATER)) == [first]
    assert list(stood(LATER + timedelta(seconds=1))) == [second]


def test_what_cannot_be_cited(
    place: Place, ward: Place, standard: Standard, cast: Cast, cited: list[Item]
) -> None:
    elsewhere = factories.item(factories.evidence(ward, [standard], cast.north_manager, NOW))
    with pytest.raises(actions.CannotJudge, match="not of this place"):
        factories.judgement(place, standard, [*cited, elsewhere], cast.north_manager, NOW)
    other = replace(cited[0], standards=frozenset({"1.1"}))
    with pytest.raises(actions.CannotJudge, match="bears on this standard"):
        factories.judgement(place, standard, [other, cited[1]], cast.north_manager, NOW)
    evidence_actions.withdraw(
        evidence=Evidence.objects.get(reference=cited[0].key),
        reason="Wrong.", by=cast.north_manager, at=NOW,
    )  # fmt: skip
    with pytest.raises(actions.CannotJudge, match="withdrawn since"):
        factories.judgement(place, standard, cited, cast.north_manager, NOW)
    assert not Cited.objects.exists()


def test_a_provider_alone_is_not_assured(
    place: Place, standard: Standard, cast: Cast, cited: list[Item]
) -> None:
    with pytest.raises(actions.CannotJudge, match="at least two voices"):
        factories.judgement(place, standard, cited[1:], cast.north_manager, NOW)


def test_only_the_quality_team_of_the_place_judges(
    place: Place, standard: Standard, cast: Cast, cited: list[Item]
) -> None:
    for person in (cast.director, cast.icb_lead, cast.south_manager, cast.administrator):
        with pytest.raises(NotPermitted):
            factories.judgement(place, standard, cited, person, NOW)
    made = factories.judgement(place, standard, cited, cast.north_manager, NOW)
    for person, sees in ((cast.director, 1), (cast.icb_lead, 1), (cast.other_director, 0)):
        assert Judgement.objects.visible_to(person).filter(pk=made.pk).count() == sees


def test_the_database_keeps_judgements_as_they_were(
    place: Place, standard: Standard, cast: Cast, cited: list[Item]
) -> None:
    factories.judgement(place, standard, cited, cast.north_manager, NOW)
    for change in (
        lambda: Judgement.objects.update(reasons="Other."),
        lambda: Cited.objects.update(direction="short"),
        lambda: Cited.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            change()

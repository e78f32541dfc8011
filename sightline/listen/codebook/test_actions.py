from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, Cast
from sightline.listen.codebook import actions, queries
from sightline.listen.codebook.coding.queries import uses
from sightline.listen.codebook.conftest import add, give
from sightline.listen.codebook.models import Code, CodeVersion
from sightline.listen.comments.models import Comment
from sightline.listen.surveys.models import Round
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db


def test_whoever_codes_adds_a_code_of_a_new_name(cast: Cast) -> None:
    code = add("  Night   shifts ", cast.north_manager)
    assert (code.name, code.versions.get().number) == ("Night shifts", 1)
    with pytest.raises(Refusal, match="already"):
        add("night SHIFTS", cast.national)
    with pytest.raises(Refusal, match="Enter a name"):
        add(" ", cast.national)
    for stranger in (cast.director, cast.icb_lead, cast.learner, cast.administrator):
        with pytest.raises(NotPermitted):
            add("Theirs", stranger)
    assert Entry.objects.get(action="listen.codebook.add").summary == "Code “Night shifts” added"


def test_the_database_knows_no_two_codes_of_a_name(rota: Code) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Code.objects.create(name="ROTA")


def test_a_code_is_renamed_and_every_version_is_kept(rota: Code, cast: Cast) -> None:
    def change(**said: str) -> Code:
        given = {"name": "Rotas", "description": "", "reason": "Plainer"} | said
        return actions.change(code=rota, **given, by=cast.national, at=NOW)

    assert change().name == "Rotas"
    with pytest.raises(Refusal, match="Nothing is different"):
        change()
    change(name="ROTAS")
    assert [one.name for one in rota.versions.all()] == ["ROTAS", "Rotas", "Rota"]
    for spoil in (
        lambda: CodeVersion.objects.update(name="x"),
        lambda: CodeVersion.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()


def test_only_the_whole_country_changes_what_codes_mean(
    rota: Code, parking: Code, cast: Cast
) -> None:
    for do in (
        lambda: actions.change(
            code=rota, name="A", description="", reason="", by=cast.north_manager, at=NOW
        ),
        lambda: actions.merge(code=rota, into=parking, reason="b", by=cast.north_manager, at=NOW),
        lambda: actions.retire(code=rota, reason="b", by=cast.north_manager, at=NOW),
        lambda: actions.bring_back(code=rota, reason="b", by=cast.north_manager, at=NOW),
        lambda: actions.add_survey_themes(by=cast.north_manager, at=NOW),
    ):
        with pytest.raises(NotPermitted, match="whole country"):
            do()


def test_what_was_coded_with_a_merged_code_counts_for_the_other(
    rota: Code, parking: Code, comment: Comment, cast: Cast
) -> None:
    give(comment, cast.north_manager, rota)
    actions.merge(code=rota, into=parking, reason="Same thing", by=cast.national, at=NOW)
    assert queries.standing_for()[rota.pk] == parking
    assert uses()[parking.pk].given == 1
    assert rota.pk not in uses()
    with pytest.raises(Refusal, match="not in use"):
        give(comment, cast.north_manager, rota)
    actions.bring_back(code=rota, reason="Not the same after all", by=cast.national, at=NOW)
    assert uses()[rota.pk].given == 1
    assert [one.state for one in rota.versions.all()] == ["in_use", "merged", "in_use"]


def test_a_retired_code_keeps_its_comments_and_frees_its_name(
    rota: Code, comment: Comment, cast: Cast
) -> None:
    give(comment, cast.north_manager, rota)
    with pytest.raises(Refusal, match="Say why"):
        actions.retire(code=rota, reason=" ", by=cast.national, at=NOW)
    actions.retire(code=rota, reason="Too wide", by=cast.national, at=NOW)
    assert uses()[rota.pk].given == 1
    assert queries.in_use() == []
    add("Rota", cast.national)
    with pytest.raises(Refusal, match="already"):
        actions.bring_back(code=rota, reason="Back", by=cast.national, at=NOW)


def test_a_code_is_merged_into_another_one_in_use(rota: Code, parking: Code, cast: Cast) -> None:
    def merge(code: Code, into: Code) -> Code:
        return actions.merge(code=code, into=into, reason="Same", by=cast.national, at=NOW)

    with pytest.raises(Refusal, match="another code"):
        merge(rota, rota)
    merge(rota, parking)
    with pytest.raises(Refusal, match="not in use"):
        merge(parking, rota)


def test_a_codebook_begins_with_the_themes_of_surveys(survey_round: Round, cast: Cast) -> None:
    made = actions.add_survey_themes(by=cast.national, at=NOW)
    assert [one.name for one in made] == ["Clinical supervision"]
    with pytest.raises(Refusal, match="already"):
        actions.add_survey_themes(by=cast.national, at=NOW)

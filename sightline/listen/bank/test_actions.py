import pytest
from django.db import DatabaseError, transaction

from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, Cast
from sightline.listen.bank import actions, queries
from sightline.listen.bank.factories import make_item, make_scale, make_theme
from sightline.listen.bank.models import BankItem, Wording, WordingTranslation
from sightline.listen.questionnaires.asking import asking
from sightline.listen.rounds.factories import make_version
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db


def reword(item: BankItem, text: str, comparable: bool | None, cast: Cast) -> Wording:
    return actions.change_wording(
        item=item,
        text=text,
        label="Help was near",
        is_comparable=comparable,
        reason="Plainer words.",
        by=cast.national,
        at=NOW,
    )


def test_an_item_keeps_its_code_and_its_words_are_only_added_to(cast: Cast) -> None:
    item = make_item(cast.national)
    first = reword(item, "Help was near.", True, cast)
    second = reword(item, "I had help.", False, cast)
    assert (first.number, first.series, second.number, second.series) == (2, 1, 3, 2)
    history = queries.history(item)
    assert [one.wording.number for one in history] == [3, 2, 1]
    assert [one.breaks for one in history] == [True, False, False]
    assert item.code.startswith("I-2026-")
    lines = Entry.objects.filter(reference=item.code).values_list("summary", flat=True)
    assert f"{item.code}: wording 3, not comparable: trends break." in lines


@pytest.mark.parametrize("model", [Wording, WordingTranslation])
def test_the_database_refuses_to_change_or_delete_words(cast: Cast, model: type) -> None:
    item = make_item(cast.national)
    actions.translate(
        wording=item.wordings.get(), language="cy", text="Roedd.", by=cast.national, at=NOW
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(text="Other")  # type: ignore[attr-defined]
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()  # type: ignore[attr-defined]


def test_whether_it_compares_has_to_be_said(cast: Cast) -> None:
    item = make_item(cast.national)
    with pytest.raises(actions.CannotChange, match="comparable"):
        reword(item, "Other words.", None, cast)
    assert item.wordings.count() == 1


def test_a_translation_belongs_to_one_wording_and_the_later_one_counts(cast: Cast) -> None:
    item = make_item(cast.national)
    wording = item.wordings.get()
    for text in ("Cyntaf.", "Ail.", "Ail."):
        actions.translate(wording=wording, language="cy", text=text, by=cast.national, at=NOW)
    assert wording.translations.count() == 2
    assert wording.in_languages()["cy"] == "Ail."
    assert reword(item, "Other words.", True, cast).in_languages() == {"en": "Other words."}


def test_what_is_sensitive_has_answers_of_both_kinds(cast: Cast) -> None:
    scale = make_scale()
    for one in scale.answers:
        one["positive"] = False
    scale.save()
    item = make_item(cast.national, scale=scale)
    for change in (
        lambda: make_item(cast.national, "Another.", scale=scale, is_sensitive=True),
        lambda: actions.describe(
            item=item, standards=(), is_sensitive=True, is_retired=False, by=cast.national, at=NOW
        ),
    ):
        with pytest.raises(actions.CannotChange, match="choose other answers"):
            change()
    assert not BankItem.objects.filter(is_sensitive=True).exists()


def test_free_text_has_no_scale_and_the_others_have_one(cast: Cast) -> None:
    with pytest.raises(actions.CannotChange, match="Choose the answers"):
        make_item(cast.national, scale=None)
    with pytest.raises(actions.CannotChange, match="Free text has no list"):
        make_item(cast.national, kind="text")
    assert not make_item(cast.national, kind="text", scale=None).is_scored
    assert BankItem.objects.count() == 1


def test_only_those_who_look_after_questionnaires_change_the_bank(cast: Cast) -> None:
    for stranger in (cast.director, cast.icb_lead, cast.learner):
        with pytest.raises(NotPermitted):
            make_item(stranger, theme=make_theme(), scale=make_scale())
        assert not BankItem.objects.visible_to(stranger).exists()


def test_where_an_item_is_asked_is_found_with_the_wording_it_has_there(cast: Cast) -> None:
    by = cast.national
    item, other = make_item(by), make_item(by)
    make_version(by, [item])
    reword(item, "Other words.", True, cast)
    make_version(by, [item, other], published=False)
    assert sorted((use.wording, use.state) for use in asking(item.code)) == [
        (1, "Published"),
        (2, "Draft"),
    ]
    assert len(asking(other.code)) == 1
    assert asking("I-2026") == []

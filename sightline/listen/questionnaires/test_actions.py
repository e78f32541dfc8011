from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, Cast
from sightline.listen.questionnaires import actions, compiled
from sightline.listen.questionnaires.factories import agreement, make_form
from sightline.listen.questionnaires.faults import FormRefused
from sightline.listen.questionnaires.form import Form
from sightline.listen.questionnaires.models import Questionnaire, QuestionnaireVersion
from sightline.people.models import User
from sightline.trail import record

pytestmark = pytest.mark.django_db


def make(by: User | None, code: str = "ward-survey", audience: str = "learners") -> Questionnaire:
    return actions.create(code=code, name="Ward survey", audience=audience, by=by, at=NOW)


def draft(questionnaire: Questionnaire, form: Form, by: User | None) -> QuestionnaireVersion:
    return actions.save_draft(
        questionnaire=questionnaire, form=form, source="bank", source_name="", by=by, at=NOW
    )


def test_a_draft_is_replaced_and_a_published_version_is_followed_by_a_draft(cast: Cast) -> None:
    questionnaire = make(cast.national)
    first = draft(questionnaire, make_form(agreement("a")), cast.national)
    again = draft(questionnaire, make_form(agreement("b")), cast.national)
    assert (first.pk, again.number) == (again.pk, 1)
    published = actions.publish(version=again, by=cast.national, at=NOW)
    assert [path for path, _ in published.form.questions()] == ["b"]
    assert draft(questionnaire, make_form(agreement("c")), cast.national).number == 2
    lines = [line.summary for line in record.lines_about(questionnaire, internal=False)]
    assert lines[:2] == ["Draft of version 2 saved", "Version 1 published"]


def test_the_service_itself_may_load_what_it_ships_with(db: None) -> None:
    version = actions.publish(
        version=draft(make(None), make_form(agreement("a")), None), by=None, at=NOW
    )
    assert version.made_by is None


@pytest.mark.parametrize("who", ["director", "learner", "icb_lead"])
def test_only_those_who_make_questionnaires_may(cast: Cast, who: str) -> None:
    person = getattr(cast, who)
    with pytest.raises(NotPermitted):
        make(person)
    version = draft(make(cast.national), make_form(agreement("a")), cast.national)
    with pytest.raises(NotPermitted):
        draft(version.questionnaire, make_form(agreement("a")), person)
    with pytest.raises(NotPermitted):
        actions.publish(version=version, by=person, at=NOW)


@pytest.mark.parametrize(
    ("code", "audience", "says"),
    [
        ("Ward survey", "learners", "small letters"),
        ("ward-survey", "learners", "already"),
        ("other", "nobody", "who answers"),
    ],
)
def test_what_cannot_be_created_says_why(cast: Cast, code: str, audience: str, says: str) -> None:
    make(cast.national)
    with pytest.raises(Refusal, match=says):
        make(cast.national, code, audience)


def test_a_form_that_cannot_be_asked_is_not_stored(cast: Cast) -> None:
    questionnaire = make(cast.national)
    with pytest.raises(FormRefused):
        draft(questionnaire, make_form(agreement("a"), agreement("a")), cast.national)
    assert not questionnaire.versions.exists()


def test_nothing_to_ask_cannot_be_published_nor_a_version_twice(cast: Cast) -> None:
    questionnaire = make(cast.national)
    with pytest.raises(Refusal, match="no question"):
        actions.publish(version=draft(questionnaire, make_form(), None), by=None, at=NOW)
    version = draft(questionnaire, make_form(agreement("a")), None)
    actions.publish(version=version, by=None, at=NOW)
    with pytest.raises(Refusal, match="published already"):
        actions.publish(version=version, by=None, at=NOW)


def test_the_database_keeps_a_published_wording(cast: Cast) -> None:
    version = draft(make(None), make_form(agreement("a")), None)
    actions.publish(version=version, by=None, at=NOW)
    rows = QuestionnaireVersion.objects.filter(pk=version.pk)
    changes: tuple[dict[str, object], ...] = (
        {"definition": {}},
        {"published_at": None},
        {"number": 7},
    )
    for change in changes:
        with pytest.raises(DatabaseError, match="published wording"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError, match="published wording"), transaction.atomic():
        rows.delete()


def test_a_compiled_version_is_kept_and_a_changed_draft_is_seen(cast: Cast) -> None:
    questionnaire = make(None)
    version = draft(questionnaire, make_form(agreement("a")), None)
    kept = compiled.of_version(version)
    assert compiled.of_version(QuestionnaireVersion.objects.get(pk=version.pk)) is kept
    later = actions.save_draft(
        questionnaire=questionnaire,
        form=make_form(agreement("b")),
        source="bank",
        source_name="",
        by=None,
        at=NOW.replace(hour=11),
    )
    assert list(compiled.of_version(later).by_path) == ["b"]

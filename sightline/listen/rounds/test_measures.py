from dataclasses import replace

import pytest

from sightline.conftest import NOW, Cast
from sightline.listen.bank import actions as bank
from sightline.listen.bank.factories import make_item, make_scale
from sightline.listen.questionnaires.form import Choice, Form, Group, Language, Question
from sightline.listen.rounds import measures
from sightline.listen.rounds.factories import form_of, make_version

pytestmark = pytest.mark.django_db
ENGLISH = (Language("en", "English"),)


def own(question: Question, *choices: Choice, group: Group | None = None) -> Form:
    children = (replace(group, children=(question,)),) if group else (question,)
    return Form({"en": "Own"}, children, ENGLISH, {"list": choices})


ASKED = Question("happy", "select_one", {"en": "Are you content?"}, choices="list")


def test_a_version_keeps_the_wording_that_it_asks(cast: Cast, framework: object) -> None:
    by = cast.national
    item = make_item(by)
    version = make_version(by, [item])
    bank.change_wording(
        item=item, text="Help was near.", label="Help", is_comparable=False, reason="Plainer.",
        by=by, at=NOW,
    )  # fmt: skip
    old = measures.measures_of(version)[-1]
    new = measures.measures_of(make_version(by, [item]))[-1]
    assert (old.wording, old.series) == ("Somebody suitable was there.", 1)
    assert (new.wording, new.series, new.code) == ("Help was near.", 2, old.code)
    assert old.standards == ["3.1"]


def test_paths_and_values_lead_to_places_on_the_scale(cast: Cast) -> None:
    item = make_item(cast.national)
    (found,) = measures.asked(make_version(cast.national, [item]))
    assert found.path == f"supervision/{item.code}"
    assert found.answers["strongly_agree"] == 1
    assert found.answers["strongly_disagree"] == 5
    assert "prefer_not_to_say" not in found.answers


def test_a_sensitive_question_is_counted_as_two_answers(cast: Cast) -> None:
    item = make_item(cast.national, is_sensitive=True)
    version = make_version(cast.national, [item])
    (found,) = measures.asked(version)
    assert found.measure.is_sensitive
    assert (found.answers["strongly_agree"], found.answers["strongly_disagree"]) == (1, 2)
    assert set(found.answers.values()) == {1, 2}
    (as_given,) = measures.asked(version, as_given=True)
    assert as_given.answers["strongly_disagree"] == 5


def test_own_questions_count_when_their_answers_have_scores(cast: Cast) -> None:
    form = own(
        ASKED,
        Choice("y", {"en": "Yes"}, {"score": "100"}),
        Choice("n", {"en": "No"}, {"score": "0"}),
        Choice("prefer_not_to_say", {"en": "Prefer not to say"}),
        group=Group("mood", labels={"en": "Mood"}),
    )
    theme, item = measures.measures_of(make_version(cast.national, form=form))
    assert (theme.code, theme.label, theme.kind) == ("mood", "Mood", "theme")
    assert (item.code, item.label, item.theme) == ("happy", "Are you content?", "mood")
    assert [one["positive"] for one in item.scale] == [True, False]


def test_own_questions_count_when_their_answers_are_a_scale_of_the_bank(cast: Cast) -> None:
    answers = [one["labels"]["en"] for one in make_scale().answers]
    form = own(
        ASKED,
        *(Choice(str(at), {"en": text.upper()}) for at, text in enumerate(answers)),
        Choice("x", {"en": "Do not know"}),
    )
    (found,) = measures.asked(make_version(cast.national, form=form))
    assert found.answers == {"0": 1, "1": 2, "2": 3, "3": 4, "4": 5}
    assert [one["score"] for one in found.measure.scale] == [100, 75, 50, 25, 0]


@pytest.mark.parametrize(
    "question",
    [
        replace(ASKED, kind="text"),
        replace(ASKED, choices="other"),
        replace(ASKED, name="a.name.with.dots"),
    ],
)
def test_what_has_no_score_is_not_counted(cast: Cast, question: Question) -> None:
    form = own(question, Choice("y", {"en": "Yes"}, {"score": "100"}), Choice("n", {"en": "No"}))
    assert measures.measures_of(make_version(cast.national, form=form)) == []


def test_repeats_are_not_counted(cast: Cast) -> None:
    item = make_item(cast.national)
    form = form_of([item])
    repeat = Group("wards", form.children, is_repeat=True)
    version = make_version(cast.national, form=replace(form, children=(repeat,)))
    assert measures.measures_of(version) == []

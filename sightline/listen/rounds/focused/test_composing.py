import pytest

from sightline.listen.bank import loading
from sightline.listen.questionnaires.compiled import compile_form
from sightline.listen.questionnaires.form import Group
from sightline.listen.rounds.focused.composing import asked_of_all, form_of
from sightline.results.factories import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _bank(db: None) -> None:
    loading.load(at=AT)


def test_a_follow_up_brings_its_question_and_is_asked_only_after_it() -> None:
    form = form_of("Fairness", ["LS74"], ["en"])
    asked = {question.name: question.relevant for _, question in form.questions()}
    assert asked == {
        "LS73": "",
        "LS74": "${LS73} = 'once' or ${LS73} = 'a_few_times' or ${LS73} = 'many_times'",
    }


def test_a_preview_shows_what_only_some_are_asked() -> None:
    form = asked_of_all(form_of("Fairness", ["LS74", "LS41"], ["en"]))
    compiled = compile_form(form)
    first = [compiled.state({}).is_asked(one) for one in compiled.elements]
    assert first == [True] * 4


def test_questions_of_a_group_come_on_its_own_page_after_asking_which_it_is() -> None:
    form = form_of("Midwives", ["LS44", "LS07"], ["en", "cy"])
    groups = [one for one in form.children if isinstance(one, Group)]
    assert [one.name for one in groups] == ["your-role", "supervision", "midwifery"]
    assert groups[2].relevant == "${LS00} = 'midwifery'"
    assert [one.code for one in form.languages] == ["en", "cy"]

from collections import Counter

import pytest
from django.core.management import call_command

from sightline.listen.bank.models import BankItem
from sightline.listen.bank.words import BRANCHES
from sightline.listen.questionnaires import compiled
from sightline.listen.questionnaires.form import PREFER_NOT_TO_SAY, Form, Group
from sightline.listen.questionnaires.models import QuestionnaireVersion
from sightline.listen.rounds.measures import measures_of
from sightline.listen.surveys import mapping, shipped

pytestmark = pytest.mark.django_db
CORE = ("induction", "supervision", "facilities", "opportunities", "teamwork")


@pytest.fixture
def learners(db: None) -> QuestionnaireVersion:
    call_command("load_what_ships", verbosity=0)
    return QuestionnaireVersion.objects.get(questionnaire__code="national-learners")


def questions_of(form: Form, group: str) -> list[str]:
    found = next(one for one in form.children if one.name == group)
    assert isinstance(found, Group)
    return [one.name for one in found.children]


def test_the_items_of_the_learner_survey_keep_code_wording_scale_and_standards(
    learners: QuestionnaireVersion,
) -> None:
    survey = mapping.parse(shipped.learner_survey())
    scale = survey.scales["agreement"].as_data()
    items = {one.code: one for one in BankItem.objects.with_wording()}
    for was in survey.items:
        now = items[was.code]
        assert now.newest[0].text == was.wording
        assert now.newest[0].label == was.label
        assert now.branch == was.branch
        assert now.scale is not None
        assert now.scale.as_measure() == scale
        assert {one.number for one in now.standards.all()} == set(was.standards)


def test_the_core_is_31_items_in_five_themes_and_every_group_has_its_branch(
    learners: QuestionnaireVersion,
) -> None:
    form = learners.form
    assert sum(len(questions_of(form, theme)) for theme in CORE) == 31
    for branch in BRANCHES:
        assert len(questions_of(form, branch)) >= 3
        (group,) = [one for one in form.children if one.name == branch]
        assert group.relevant == f"${{LS00}} = '{branch}'"


def test_only_the_own_branch_and_what_follows_from_answers_is_asked(
    learners: QuestionnaireVersion,
) -> None:
    asked = compiled.of_version(learners)
    paths = {one.path.rpartition("/")[2]: one.path for one in asked.elements}

    def is_asked(name: str, **answers: str) -> bool:
        given = {paths[code]: value for code, value in answers.items()}
        return asked.state(given).is_asked(asked.by_path[paths[name]])

    assert is_asked("LS41", LS00="nursing")
    assert not is_asked("LS41", LS00="midwifery")
    assert not is_asked("LS41")
    assert not is_asked("LS74", LS73="never")
    assert is_asked("LS74", LS73="once")
    assert is_asked("LS78", LS77="many_times")
    assert not is_asked("LS78", LS77="never", LS73=PREFER_NOT_TO_SAY)


def test_what_is_sensitive_is_marked_and_may_be_passed_over(
    learners: QuestionnaireVersion,
) -> None:
    form = learners.form
    for code in questions_of(form, "about-you"):
        item = BankItem.objects.get(code=code)
        assert item.is_sensitive
        assert item.scale is not None
        values = [one.value for one in form.choice_lists[item.scale.code]]
        assert values[-1] == PREFER_NOT_TO_SAY
    assert {"LS76", "LS77"} <= set(questions_of(form, "safety"))
    assert all(one.required == "" for _, one in form.questions())


def test_it_speaks_welsh_and_arabic(learners: QuestionnaireVersion) -> None:
    form = learners.form
    assert [(one.code, one.right_to_left) for one in form.languages] == [
        ("en", False),
        ("cy", False),
        ("ar", True),
    ]
    item = next(one for _, one in form.questions() if one.name == "LS07")
    assert item.labels["cy"].startswith("Pan oedd angen goruchwyliwr")
    assert item.labels["ar"].startswith("عندما احتجتُ")
    assert form.choice_lists["agreement"][0].labels["ar"] == "أوافق بشدة"
    missing = Counter(
        language
        for _, one in form.questions()
        for language in ("cy", "ar")
        if language not in one.labels
    )
    # The questions of one profession only are still to be translated; they fall back on English.
    assert missing == {"cy": 24, "ar": 24}


def test_educators_are_asked_about_time_training_support_wellbeing_and_appraisal(
    learners: QuestionnaireVersion,
) -> None:
    version = QuestionnaireVersion.objects.get(questionnaire__code="national-educators")
    themes = [one.code for one in measures_of(version) if one.kind == "theme"]
    assert themes == ["ed-time", "ed-training", "ed-support", "ed-wellbeing", "ed-appraisal"]


def test_characteristics_and_free_text_are_not_measures(learners: QuestionnaireVersion) -> None:
    codes = {one.code for one in measures_of(learners)}
    assert {"LS01", "LS41", "LS76", "LS81"} <= codes
    assert not codes & {"LS00", "LS71", "LS74", "LS91", "EQ01", "EQ06"}

"""Registering, preparing, switching in, making final: and what happens when it goes wrong."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from django.db import IntegrityError, transaction

from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW
from sightline.results import actions, gate, mart, queries
from sightline.results.actions import NewMeasure
from sightline.results.factories import AGREEMENT, MEASURES, make_dataset, spread
from sightline.results.levels import NATION, GroupKey, Level
from sightline.results.models import Dataset, Measure
from sightline.trail.models import Entry

TRUST = ("ZN001", "ZN001A", "CST")
ANSWERS = {TRUST: spread(20), ("ZS001", "", "NADULT"): spread(30, seed=1)}


def begin(year=2026, by=None, **fields):
    return actions.begin(
        survey="learner-survey",
        survey_name="Learner survey",
        year=year,
        label=f"Summer {year}",
        collected_from=date(year, 5, 1),
        collected_to=date(year, 7, 31),
        source_name="learners.csv",
        source_sha256="",
        by=by,
        at=NOW,
        **fields,
    )


def register(measures, by=None, collected_to=date(2026, 7, 31)):
    return actions.register_measures(
        survey="learner-survey", measures=measures, collected_to=collected_to, by=by, at=NOW
    )


def folders(settings):
    return sorted(path.name for path in settings.MART_DIR.iterdir())


# Measures


def test_measures_are_registered_with_theme_and_standards(framework):
    supervision = replace(MEASURES[1], standards=["3.1"])
    theme, item = register([MEASURES[0], supervision])
    assert (theme.kind, item.kind) == ("theme", "item")
    assert item.theme == theme
    assert [standard.number for standard in item.standards.all()] == ["3.1"]
    assert queries.measures_on("3.1") == [item]
    assert queries.measures("learner-survey") == [theme, item]


def test_registering_again_changes_nothing_and_leaves_no_line(framework):
    wanted = [MEASURES[0], replace(MEASURES[1], standards=["3.1"])]
    register(wanted)
    before = list(Measure.objects.values())
    lines = Entry.objects.count()
    register(wanted)
    assert list(Measure.objects.values()) == before
    assert Entry.objects.count() == lines == 1


def test_a_label_and_a_standard_may_change(framework):
    register([replace(MEASURES[3], standards=["1.1"])])
    register([replace(MEASURES[3], label="Would recommend it", standards=["1.2"])])
    measure = Measure.objects.get()
    assert measure.label == "Would recommend it"
    assert [standard.number for standard in measure.standards.all()] == ["1.2"]


@pytest.mark.parametrize(
    ("measure", "sentence"),
    [
        (replace(MEASURES[3], scale=AGREEMENT[::-1]), "Give it a new code"),
        (NewMeasure("LS03", "Now a theme", kind="theme"), "was an item in earlier rounds"),
        (replace(MEASURES[3], standards=["9.9"]), "There is no standard 9.9"),
        (replace(MEASURES[3], theme="nowhere"), "which is not a theme here"),
        (replace(MEASURES[3], scale=AGREEMENT[:1]), "2 to 11 answers"),
        (
            replace(MEASURES[3], code="LS09", scale=[*AGREEMENT, {"answer": "Don’t know"}]),
            "needs a score from 0 to 100",
        ),
    ],
)
def test_a_measure_that_contradicts_is_refused(framework, measure, sentence):
    register([MEASURES[3]])
    with pytest.raises(actions.CannotRegister, match=sentence):
        register([measure])
    assert Measure.objects.count() == 1


def test_a_sensitive_question_is_kept_as_two_answers(framework):
    register([replace(MEASURES[3], is_sensitive=True)])
    measure = Measure.objects.get()
    assert measure.is_sensitive
    positive = " or ".join(str(one["answer"]) for one in AGREEMENT if one["positive"])
    assert [one["answer"] for one in measure.scale if one["positive"]] == [positive]
    assert sorted(one["score"] for one in measure.scale) == [0, 100]


def test_a_question_may_become_sensitive_and_cease_to_be(framework):
    for is_sensitive in (False, True, True, False):
        register([replace(MEASURES[3], is_sensitive=is_sensitive)])
        measure = Measure.objects.get()
        assert measure.is_sensitive is is_sensitive
        assert len(measure.scale) == (2 if is_sensitive else len(AGREEMENT))


def test_no_question_becomes_sensitive_while_answers_to_it_are_being_prepared(country, framework):
    dataset = make_dataset(ANSWERS, switch_in=False)
    now_sensitive = [replace(one, is_sensitive=one.code == "LS03") for one in MEASURES]
    with pytest.raises(actions.CannotRegister, match="being prepared"):
        register(now_sensitive)
    actions.switch_in(dataset=dataset, by=None, at=NOW)
    register(now_sensitive)
    assert Measure.objects.get(code="LS03").is_sensitive


def test_what_becomes_sensitive_keeps_its_answers(framework):
    register([MEASURES[3]])
    with pytest.raises(actions.CannotRegister, match="other scores"):
        register([replace(MEASURES[3], scale=AGREEMENT[1:], is_sensitive=True)])


def test_a_sensitive_question_needs_answers_of_both_kinds(framework):
    none = [{**one, "positive": False} for one in AGREEMENT]
    with pytest.raises(actions.CannotRegister, match="Mark some of its answers as positive"):
        register([replace(MEASURES[3], scale=none, is_sensitive=True)])
    assert not Measure.objects.exists()


# Preparing and switching in


def test_a_round_is_prepared_aside_and_switched_in(country, settings, tmp_path):
    settings.MART_DIR = tmp_path  # its own: others leave what was broken off in theirs
    dataset = make_dataset(ANSWERS, switch_in=False)
    assert dataset.state == Dataset.State.PREPARING
    assert dataset.built_at is not None
    assert dataset.respondents == 50
    assert queries.current_datasets() == []
    assert dataset.folder in folders(settings)
    assert not any(name.startswith(".") for name in folders(settings))
    actions.switch_in(dataset=dataset, by=None, at=NOW)
    assert queries.current_datasets("learner-survey") == [dataset]
    assert queries.latest_dataset() == queries.dataset_of(2026) == dataset


def test_switching_in_is_one_line_however_often(country, django_assert_max_num_queries):
    dataset = make_dataset(ANSWERS, switch_in=False)
    lines = Entry.objects.count()
    with django_assert_max_num_queries(8):
        actions.switch_in(dataset=dataset, by=None, at=NOW)
    actions.switch_in(dataset=dataset, by=None, at=NOW)
    assert Entry.objects.count() == lines + 1


def test_a_later_version_supersedes_and_cannot_be_undone(country):
    first = make_dataset(ANSWERS)
    second = make_dataset({**ANSWERS, TRUST: spread(25)})
    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "current")
    assert second.version == 2
    assert gate.open_round(second).respondents(NATION) == 55
    assert gate.open_round(first).respondents(NATION) == 50
    with pytest.raises(actions.CannotSwitchIn, match="already in use"):
        actions.switch_in(dataset=first, by=None, at=NOW)


def test_an_unprepared_dataset_cannot_be_switched_in(country):
    with pytest.raises(actions.CannotSwitchIn, match="not prepared"):
        actions.switch_in(dataset=begin(), by=None, at=NOW)


def test_nothing_written_is_a_failure_with_a_sentence(country, settings):
    dataset = begin()
    with pytest.raises(actions.CannotPrepare, match="has no answers"):
        actions.prepare(dataset=dataset, by=None, at=NOW)
    dataset.refresh_from_db()
    assert dataset.state == Dataset.State.FAILED
    assert "no answers" in dataset.message


@pytest.mark.parametrize(
    ("place", "answers", "sentence"),
    [
        (("NOWHERE", "", "CST"), [[1, 2, 3]], "provider codes that were not in use"),
        (("ZN001", "NOSITE", "CST"), [[1, 2, 3]], "site codes that were not in use"),
        (("ZN001", "", "NOPROG"), [[1, 2, 3]], "programme codes that were not in use"),
        (TRUST, [[1, 2, 6]], "LS03 are not on its scale"),
        (TRUST, [[1, -2, 3]], "LS02 are not on its scale"),
    ],
)
def test_a_failed_build_leaves_nothing_and_says_why(country, settings, place, answers, sentence):
    before = folders(settings) if settings.MART_DIR.exists() else []
    with pytest.raises(actions.CannotPrepare, match=sentence):
        make_dataset({TRUST: spread(9), place: answers})
    failed = Dataset.objects.get()
    assert failed.state == Dataset.State.FAILED
    assert sentence in failed.message
    assert folders(settings) == before
    with pytest.raises(actions.CannotPrepare, match="Import the file again"):
        actions.prepare(dataset=failed, by=None, at=NOW)


def test_a_fault_of_the_service_leaves_nothing_either(country, settings, monkeypatch):
    before = folders(settings) if settings.MART_DIR.exists() else []

    def broken(*args, **kwargs):
        raise MemoryError

    monkeypatch.setattr("sightline.results.flags.flag", broken)
    with pytest.raises(MemoryError):
        make_dataset(ANSWERS)
    assert Dataset.objects.get().state == Dataset.State.FAILED
    assert folders(settings) == before


def test_an_item_that_no_measure_describes_is_refused(country):
    register(MEASURES)
    dataset = begin()
    with mart.writer(dataset, ["LS99"]) as writer:
        writer.write(mart.AnswerBatch(["ZN001"], [""], ["CST"], [""], np.ones((1, 1), np.int8)))
    with pytest.raises(actions.CannotPrepare, match="LS99"):
        actions.prepare(dataset=dataset, by=None, at=NOW)


def test_preparing_twice_builds_once(country):
    dataset = make_dataset(ANSWERS)
    built_at = dataset.built_at
    again = actions.prepare(dataset=dataset, by=None, at=NOW.replace(year=2027))
    assert again.built_at == built_at


# The end of a round


def test_final_means_that_hashes_are_gone_and_nothing_replaces_it(
    country, django_capture_on_commit_callbacks
):
    first = make_dataset(ANSWERS)
    dataset = make_dataset(ANSWERS)
    assert len(list(mart.hashes(dataset.folder))) == 50
    with django_capture_on_commit_callbacks(execute=True):
        actions.make_final(dataset=dataset, by=None, at=NOW)
    assert list(mart.hashes(dataset.folder)) == list(mart.hashes(first.folder)) == []
    assert mart.changed_files(mart.folder_of(dataset.folder)) == []
    lines = Entry.objects.count()
    actions.make_final(dataset=dataset, by=None, at=NOW)
    assert Entry.objects.count() == lines
    with pytest.raises(actions.CannotPrepare, match="final"):
        begin()
    with pytest.raises(actions.CannotSwitchIn, match="in use"):
        actions.make_final(dataset=first, by=None, at=NOW)


# Who may


def test_only_people_who_import_surveys_may(cast):
    with pytest.raises(NotPermitted):
        register(MEASURES, by=cast.director)
    with pytest.raises(NotPermitted):
        begin(by=cast.icb_lead)
    dataset = make_dataset(ANSWERS, switch_in=False)
    for verb in (actions.prepare, actions.switch_in, actions.make_final):
        with pytest.raises(NotPermitted):
            verb(dataset=dataset, by=cast.north_manager, at=NOW)
    assert actions.switch_in(dataset=dataset, by=cast.national, at=NOW).state == "current"
    assert Entry.objects.latest("pk").by == cast.national


def test_the_database_keeps_one_current_dataset_of_a_round(country):
    make_dataset(ANSWERS)
    second = make_dataset(ANSWERS, switch_in=False)
    second.state = Dataset.State.CURRENT
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_reading_results_asks_the_database_nothing(country, django_assert_max_num_queries):
    dataset = make_dataset(ANSWERS)
    with django_assert_max_num_queries(0):
        opened = gate.open_round(dataset)
        opened.cells(
            [*opened.children(NATION, Level.PROVIDER), GroupKey(Level.SITE, "ZN001A")],
            [measure.code for measure in opened.measures],
        )

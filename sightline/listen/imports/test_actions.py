import io
from typing import Any

import pytest

from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, Cast
from sightline.listen.imports import actions, storage
from sightline.listen.imports.factories import MAPPING, Desk, csv_file, in_use, many, row
from sightline.listen.imports.models import SurveyImport
from sightline.listen.imports.reading.unreadable import Unreadable
from sightline.listen.surveys import actions as surveys
from sightline.listen.surveys import mapping as mappings
from sightline.listen.surveys.models import Mapping as StoredMapping
from sightline.listen.surveys.models import Round
from sightline.results import gate, mart
from sightline.results.levels import GroupKey, Level
from sightline.results.models import Measure
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db
State = SurveyImport.State


def test_good_rows_become_results(desk: Desk, django_capture_on_commit_callbacks: Any) -> None:
    checked = desk.checked(many(12))
    assert (checked.state, checked.rows_good, checked.rows_in_error) == (State.CHECKED, 12, 0)
    assert checked.findings["met"] == {"providers": 1, "sites": 1, "programmes": 1}
    assert in_use() == []
    with django_capture_on_commit_callbacks(execute=True):
        done = desk.prepare(checked)
    assert done.state == State.DONE
    assert [dataset.respondents for dataset in in_use()] == [12]
    desk.round.refresh_from_db()
    assert desk.round.dataset == in_use()[0]
    assert not storage.upload(done.stored_name).exists()
    assert Entry.objects.filter(action="results.switch_in").count() == 1
    cell = gate.open_round(in_use()[0], gate.Audience.INSIDE).cell(
        GroupKey(Level.PROVIDER, "ZN001"), "P3"
    )
    assert cell.n in (12, None)
    assert Measure.objects.get(survey="pulse", code="P1").theme.code == "teamwork"  # type: ignore[union-attr]


def test_results_keep_to_the_smallest_groups_of_their_round(desk: Desk) -> None:
    """Twelve people: shown inside from ten on, and not in public from fifteen on."""
    Round.objects.filter(pk=desk.round.pk).update(threshold_inside=10, threshold_public=15)
    desk.prepare(desk.checked(many(12)))
    dataset = in_use()[0]
    assert (dataset.threshold_inside, dataset.threshold_public) == (10, 15)
    for audience, least in ((gate.Audience.INSIDE, 10), (gate.Audience.PUBLIC, 15)):
        found = gate.open_round(dataset, audience)
        assert found.threshold == least
        assert found.respondents(GroupKey(Level.PROVIDER, "ZN001")) in (
            (12, None) if least <= 12 else (None,)
        )


def test_answers_to_a_sensitive_question_are_stored_as_two(desk: Desk) -> None:
    text = MAPPING.replace(
        "teamwork, scale: agreement}", "teamwork, scale: agreement, sensitive: true}"
    )
    desk.mapping = surveys.save_mapping(survey=desk.round.survey, text=text, by=desk.by, at=NOW)
    given = ["Strongly agree", "Agree", "Disagree", "Strongly disagree", "Not applicable"] * 3
    rows = [row(number, q1=said, q3="8") for number, said in enumerate(given)]
    desk.prepare(desk.checked(rows))
    answers = mart.read_answers(mart.folder_of(in_use()[0].folder))
    assert answers.items["P1"].tolist() == [1, 1, 2, 2, 0] * 3
    assert set(answers.items["P3"].tolist()) == {9}


def test_rows_in_error_are_mended_and_uploaded_as_they_are(desk: Desk) -> None:
    bad = row(3, q1="Maybe", comment="-- said =well, 'hm\nindeed")
    checked = desk.checked([*many(2), bad, row(4, provider="ZN099")])
    assert checked.rows_in_error == 2
    text = desk.errors(checked)
    assert "'-- said =well" in text
    again = desk.check(desk.upload_file(io.BytesIO(text.encode("utf-8-sig")), "mended.csv"))
    assert (again.mends, again.rows_good, again.rows_in_error) == (checked, 0, 2)
    # Errors of errors look the same: nothing is escaped twice.
    assert (
        desk.errors(again)
        .replace(f"import {again.pk}", f"import {checked.pk}")
        .replace(",2,q1", ",4,q1")
        .count("'-- said")
        == 1
    )
    mended = text.replace("Maybe", "Agree")
    part = desk.check(desk.upload_file(io.BytesIO(mended.encode()), "mended.csv"))
    assert (part.rows_good, part.rows_in_error) == (1, 1)
    done = desk.prepare(part)
    assert in_use()[0].respondents == 3
    checked.refresh_from_db()
    assert (checked.state, done.state) == (State.DONE, State.DONE)
    rest = desk.errors(part).replace("ZN099", "ZN001")
    last = desk.prepare(desk.check(desk.upload_file(io.BytesIO(rest.encode()))))
    assert last.mends == checked
    assert in_use()[0].respondents == 4


def test_a_mended_row_of_somebody_counted_already_is_an_error(desk: Desk) -> None:
    checked = desk.checked([row(1), row(2, q1="Maybe")])
    text = desk.errors(checked).replace("Maybe", "Agree").replace("R2", "R1")
    again = desk.check(desk.upload_file(io.BytesIO(text.encode())))
    message = again.findings["kinds"][0]["examples"][0]["message"]
    assert f"is already on line 2 of import {checked.pk}, which counts" in message


def test_a_whole_file_replaces_the_one_before(
    desk: Desk, django_capture_on_commit_callbacks: Any
) -> None:
    first = desk.prepare(desk.checked(many(5)))
    with django_capture_on_commit_callbacks(execute=True):
        second = desk.prepare(desk.checked(many(7)))
    first.refresh_from_db()
    assert (first.state, second.state) == (State.SUPERSEDED, State.DONE)
    assert in_use()[0].respondents == 7
    assert not storage.upload(first.stored_name).parent.exists()
    # The first may come back: it is no longer in use.
    desk.prepare(desk.checked(many(5)))
    assert in_use()[0].respondents == 5


def test_the_same_file_and_mapping_changes_nothing(desk: Desk) -> None:
    checked = desk.checked(many(3))
    before = (SurveyImport.objects.count(), Entry.objects.count(), len(storage.folders()))
    with pytest.raises(actions.AlreadyImported, match="Nothing was changed") as there:
        desk.upload(many(3), name="other name.csv")
    assert there.value.survey_import == checked
    assert before == (SurveyImport.objects.count(), Entry.objects.count(), len(storage.folders()))


def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(desk: Desk) -> None:
    with pytest.raises(Unreadable, match="is a PDF document"):
        desk.upload_file(io.BytesIO(b"%PDF-1.7 ..."))
    assert storage.folders() == {}
    refused = desk.check(desk.upload_file(io.BytesIO(b"id;provider\n1;2\n")))
    assert refused.state == State.REFUSED
    assert "The file lacks 5 columns that the mapping names: “programme”, “q1”" in refused.message


def test_results_without_a_good_row_are_not_prepared(desk: Desk) -> None:
    checked = desk.checked([row(1, q1="Maybe")])
    with pytest.raises(actions.CannotImport, match="no good row"):
        desk.prepare(checked)


def test_strangers_may_do_nothing(desk: Desk, cast: Cast) -> None:
    checked = desk.checked(many(2))
    verbs: list[Any] = [actions.check, actions.prepare, actions.set_aside]
    for verb in verbs:
        with pytest.raises(NotPermitted):
            verb(survey_import=checked, by=cast.north_manager, at=NOW)
    with pytest.raises(NotPermitted):
        actions.upload(
            round=desk.round,
            file=csv_file([]),
            name="x.csv",
            mapping=desk.mapping,
            by=cast.director,
            at=NOW,
        )
    with pytest.raises(NotPermitted):
        actions.make_final(round=desk.round, by=cast.icb_lead, at=NOW)


def test_a_file_set_aside_is_deleted(desk: Desk, django_capture_on_commit_callbacks: Any) -> None:
    checked = desk.checked(many(2))
    with django_capture_on_commit_callbacks(execute=True):
        actions.set_aside(survey_import=checked, by=desk.by, at=NOW)
    assert storage.folders() == {}
    assert desk.checked(many(2)).state == State.CHECKED


def test_a_final_round_keeps_nothing_that_respondents_gave(
    desk: Desk, django_capture_on_commit_callbacks: Any
) -> None:
    checked = desk.checked([*many(6), row(9, q1="Maybe")])
    desk.prepare(checked)
    assert Round.objects.get().respondent_key is not None
    with django_capture_on_commit_callbacks(execute=True):
        actions.make_final(round=desk.round, by=desk.by, at=NOW)
    round_ = Round.objects.get()
    assert round_.is_final
    assert round_.respondent_key is None
    assert storage.folders() == {}
    assert in_use()[0].is_final
    with pytest.raises(actions.CannotImport, match="is final"):
        desk.upload(many(3))
    with pytest.raises(actions.CannotImport, match="is final"):
        desk.prepare(checked)


def test_mapping_of_another_survey_is_refused(desk: Desk) -> None:

    other = surveys.add_survey(code="other", name="Other survey", by=desk.by, at=NOW)
    with pytest.raises(mappings.MappingRefused, match="is for the survey “pulse”, not for “other”"):
        surveys.save_mapping(survey=other, text=desk.mapping.text, by=desk.by, at=NOW)
    stray = StoredMapping.objects.create(
        survey=other, version=1, text=desk.mapping.text, made_at=NOW, made_by=desk.by
    )
    with pytest.raises(actions.CannotImport, match="is not a mapping of Pulse survey"):
        actions.upload(
            round=desk.round, file=csv_file(many(1)), name="a", mapping=stray, by=desk.by, at=NOW
        )

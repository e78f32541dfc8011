import io
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.utils import timezone

from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, Cast
from sightline.listen.imports import actions, check, respondents, rows, storage
from sightline.listen.imports.factories import csv_file, make_round, row
from sightline.listen.imports.models import SurveyImport
from sightline.listen.imports.progress import Progress, Stopped
from sightline.listen.imports.reading.unreadable import Unreadable
from sightline.listen.surveys import actions as surveys
from sightline.listen.surveys import mapping as mappings
from sightline.listen.surveys.models import Mapping as StoredMapping
from sightline.listen.surveys.models import Round
from sightline.organisations.models import Organisation
from sightline.results import actions as results
from sightline.results import gate, mart
from sightline.results.levels import GroupKey, Level
from sightline.results.models import Dataset, Measure
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db
State = SurveyImport.State


class Desk:
    """Somebody at work on one round."""

    def __init__(self, cast: Cast) -> None:
        self.by = cast.national
        self.round, self.mapping = make_round(self.by, NOW)

    def upload(self, rows: Iterable[Mapping[str, str]], name: str = "answers.csv") -> SurveyImport:
        return self.upload_file(csv_file(rows), name)

    def upload_file(self, file: Any, name: str = "answers.csv") -> SurveyImport:
        return actions.upload(
            round=self.round, file=file, name=name, mapping=self.mapping, by=self.by, at=NOW
        )

    def checked(self, rows: Iterable[Mapping[str, str]]) -> SurveyImport:
        return self.check(self.upload(rows))

    def check(self, survey_import: SurveyImport) -> SurveyImport:
        return actions.check(survey_import=survey_import, by=self.by, at=NOW)

    def prepare(self, survey_import: SurveyImport) -> SurveyImport:
        return actions.prepare(survey_import=survey_import, by=self.by, at=NOW)

    def errors(self, survey_import: SurveyImport) -> str:
        return storage.place(survey_import.stored_name).errors.read_text("utf-8-sig")


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


def many(count: int, first: int = 1) -> list[dict[str, str]]:
    return [row(number) for number in range(first, first + count)]


def in_use() -> list[Dataset]:
    return list(Dataset.objects.filter(state=Dataset.State.CURRENT))


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


def test_answers_are_written_as_their_place_on_the_scale(desk: Desk) -> None:
    done = desk.prepare(
        desk.checked(
            [*many(5), row(6, q1="Not applicable", q2="PREFER NOT TO SAY", q3="10", q4="")]
        )
    )
    assert done.dataset is not None
    table = pq.read_table(mart.folder_of(done.dataset.folder) / mart.ANSWERS)
    assert table.column("P1").to_pylist() == [2, 2, 2, 2, 2, 0]
    assert table.column("P2").to_pylist() == [1, 1, 1, 1, 1, 0]
    assert table.column("P3").to_pylist() == [9, 9, 9, 9, 9, 11]
    assert table.column("provider_code").to_pylist() == ["ZN001"] * 6
    assert table.column("profession_code").to_pylist() == ["MED"] * 6
    assert done.findings["not_applicable"] == done.findings["prefer_not_to_say"] == 1


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"id": " "}, "id: No respondent is given."),
        ({"id": "R1"}, "is already on line 2, which counts."),
        ({"provider": "XX999"}, "provider: “XX999” is not the code of a provider that is known"),
        ({"provider": ""}, "provider: No provider is given."),
        ({"provider": "ZN001A"}, "“ZN001A” is a site, of provider ZN001; a provider is expected"),
        ({"provider": "QN1"}, "“QN1” is Northmoor ICB, which is not a provider."),
        ({"provider": "ZN002"}, "site: Site “ZN001A” belongs to ZN001, not to ZN002."),
        ({"site": "ZN009"}, "site: “ZN009” is not the code of a site that is known here."),
        ({"programme": "XXX"}, "programme: “XXX” is not the code of a programme that is known"),
        ({"programme": "", "profession": ""}, "No programme is given, and no profession either."),
        ({"profession": "NUR"}, "profession: Programme CST is for profession MED, not NUR."),
        ({"profession": "Wizard"}, "profession: “Wizard” is not a profession that is known here."),
        ({"level": "undergraduate"}, "level: Programme CST is postgraduate, not undergraduate."),
        ({"completed": "5 Oct 26"}, "completed: “5 Oct 26” is not a day. Write it as 2026-10-05"),
        ({"completed": "10/24/2026"}, "is not a day. Write it as 2026-10-05 or 05/10/2026"),
        ({"completed": "2025-10-05"}, "05/10/2025 lies outside the days on which answers were"),
        ({"q1": "Maybe"}, "q1: “Maybe” is not one of the 5 answers from “Strongly agree” to “Str"),
        ({"q3": "11"}, "q3: “11” is not one of the 11 answers from “0” to “10”."),
        ({"q3": "7.5"}, "q3: “7.5” is not one of the 11 answers"),
        ({"q1": "=cmd|' /C calc'!A0"}, "q1: The cell holds a formula (“=cmd|' /C calc'!A0”)."),
        ({"comment": "=1+1"}, "comment: The cell holds a formula (“=1+1”)."),
        ({"comment": "+cmd|' /C calc'!A0"}, "comment: The cell holds a formula"),
        (
            {"programme": "NADULT", "profession": "", "level": "", "q4": "Agree"},
            "q4: This is asked in the branch doctors dentists only; leave the cell empty.",
        ),
    ],
)
def test_a_row_in_error_is_named_with_line_and_reason(
    desk: Desk, cells: dict[str, str], said: str
) -> None:
    checked = desk.checked([*many(3), row(4, **cells), row(5)])
    assert (checked.state, checked.rows_good, checked.rows_in_error) == (State.CHECKED, 4, 1)
    example = checked.findings["kinds"][0]["examples"][0]
    assert example["line"] == 5
    assert said in example["message"]
    lines = desk.errors(checked).splitlines()
    assert len(lines) == 2
    assert ",5," in lines[1]


@pytest.mark.parametrize(
    "cells",
    [
        {"site": ""},
        {"programme": "", "level": ""},
        {"profession": "doctor in  TRAINING"},
        {"profession": ""},
        {"level": "Year 2"},
        {"completed": ""},
        {"completed": "05/10/2026 09:30"},
        {"completed": "46300"},
        {"completed": "2026-10-05T09:30:00Z"},
        {"provider": " zn001 "},
        {"q1": "  neither AGREE nor disagree "},
        {"q3": "8.0"},
        {"comment": "- nothing; +44 20 7946 0000, @ease"},
        {"programme": "NADULT", "profession": "NUR", "level": "undergraduate", "q4": ""},
    ],
)
def test_a_row_like_this_is_good(desk: Desk, cells: dict[str, str]) -> None:
    checked = desk.checked([row(1), row(2, **cells)])
    assert checked.rows_good == 2, checked.findings


def test_a_closed_provider_counts_if_it_was_open_when_answers_were_collected(
    desk: Desk, cast: Cast
) -> None:
    organisation = Organisation.objects.get(code="ZS001")
    organisation.closed_date = date(2026, 11, 1)
    organisation.save()
    assert desk.checked([row(1, provider="ZS001", site="")]).rows_good == 1
    organisation.closed_date = date(2026, 9, 30)
    organisation.save()
    checked = desk.checked([row(1), row(2, provider="ZS001", site="")])
    assert "closed on 30/09/2026, before" in checked.findings["kinds"][0]["examples"][0]["message"]


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


def test_a_mapping_for_another_file_is_noticed_early(desk: Desk, monkeypatch: Any) -> None:
    monkeypatch.setattr(check, "_HOPELESS_AFTER", 10)
    refused = desk.checked([row(n, provider="NO1") for n in range(20)])
    assert refused.state == State.REFUSED
    assert (
        "None of the first 20 rows can be used. Most often it is this, on line 2: provider: "
        in (refused.message)
    )


def test_question_texts_under_the_headings_are_recognised(desk: Desk) -> None:
    texts = row(0, q1="How valued did you feel?", q2="How respected?", q3="Would you…?", q4="")
    refused = desk.checked([texts, *many(3)])
    assert refused.state == State.REFUSED
    assert "Line 2 looks like a second row of headings" in refused.message


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


@pytest.mark.parametrize("where", ["register_measures", "begin", "prepare", "switch_in"])
def test_a_fault_while_preparing_changes_nothing(desk: Desk, monkeypatch: Any, where: str) -> None:
    desk.prepare(desk.checked(many(5)))
    before = in_use()
    checked = desk.checked(many(7))

    def broken(**_: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(results, where, broken)
        with pytest.raises(RuntimeError):
            desk.prepare(checked)
    checked.refresh_from_db()
    assert checked.state == State.FAILED
    assert in_use() == before
    assert not Dataset.objects.filter(state=Dataset.State.PREPARING).exists()
    folders = {path.name for path in mart.folder_of("x").parent.iterdir()}
    assert folders == {before[0].folder}
    assert desk.prepare(checked).state == State.DONE
    assert in_use()[0].respondents == 7


def test_a_fault_while_checking_leaves_nothing(desk: Desk, monkeypatch: Any) -> None:

    uploaded = desk.upload(many(3))

    def broken(*_: object) -> None:
        raise RuntimeError("out of memory")

    with monkeypatch.context() as patched:
        patched.setattr(rows.RowChecker, "check", broken)
        with pytest.raises(RuntimeError):
            desk.check(uploaded)
    uploaded.refresh_from_db()
    assert uploaded.state == State.FAILED
    left = storage.upload(uploaded.stored_name).parent
    assert [path.name for path in left.iterdir()] == ["upload"]
    assert desk.check(uploaded).rows_good == 3


def test_work_that_stopped_is_taken_up_again_and_the_old_worker_stops(desk: Desk) -> None:
    uploaded = desk.upload(many(3))
    # A worker was killed in the middle.
    SurveyImport.objects.filter(pk=uploaded.pk).update(
        state=State.CHECKING, run=1, heard_at=timezone.now()
    )
    uploaded.refresh_from_db()
    old = Progress(uploaded)
    with pytest.raises(actions.CannotImport, match="under way"):
        desk.check(uploaded)
    SurveyImport.objects.filter(pk=uploaded.pk).update(
        heard_at=timezone.now() - timedelta(minutes=10)
    )
    assert desk.check(uploaded).state == State.CHECKED
    with pytest.raises(Stopped):
        old.end(State.FAILED, NOW)
    uploaded.refresh_from_db()
    assert uploaded.state == State.CHECKED


def test_results_whose_preparation_was_killed_are_swept(desk: Desk) -> None:
    checked = desk.checked(many(4))
    begun = results.begin(
        survey="pulse",
        survey_name="Pulse survey",
        year=2026,
        label="Autumn 2026",
        collected_from=desk.round.collected_from,
        collected_to=desk.round.collected_to,
        source_name="x",
        source_sha256="",
        by=desk.by,
        at=NOW,
    )
    mart.aside(begun.folder).mkdir(parents=True)
    SurveyImport.objects.filter(pk=checked.pk).update(
        state=State.PREPARING, dataset=begun, heard_at=None
    )
    desk.prepare(checked)
    begun.refresh_from_db()
    assert begun.state == Dataset.State.FAILED
    assert not mart.aside(begun.folder).exists()
    assert in_use()[0].respondents == 4


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


def test_folders_that_nobody_needs_are_swept(desk: Desk) -> None:

    kept = desk.checked(many(2))
    orphan = storage.store(io.BytesIO(b"left by a crash"))
    assert actions.sweep(by=None, at=NOW.replace(year=2020)) == []
    later = NOW.replace(year=2100) + timedelta(0)
    assert actions.sweep(by=None, at=later) == [orphan.name]
    assert list(storage.folders()) == [kept.stored_name]


def test_hashes_need_the_key_of_the_round() -> None:
    one, other = respondents.new_key(), respondents.new_key()
    assert (respondents.hashes(["R1"], one) == respondents.hashes([" R1 "], one)).all()
    assert (respondents.hashes(["R1"], one) != respondents.hashes(["R1"], other)).any()
    assert (respondents.hashes(["12.0"], one) == respondents.hashes(["12"], one)).all()
    assert (respondents.hashes(["r1"], one) != respondents.hashes(["R1"], one)).any()


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

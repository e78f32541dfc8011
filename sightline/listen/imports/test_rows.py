from datetime import date
from typing import Any

import pyarrow.parquet as pq
import pytest

from sightline.conftest import Cast
from sightline.listen.imports import check, respondents
from sightline.listen.imports.factories import Desk, many, row
from sightline.listen.imports.models import SurveyImport
from sightline.listen.surveys import actions as surveys
from sightline.organisations.models import Organisation
from sightline.results import mart
from sightline.results.characteristics import store

pytestmark = pytest.mark.django_db
State = SurveyImport.State


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


def test_hashes_need_the_key_of_the_round() -> None:
    one, other = respondents.new_key(), respondents.new_key()
    assert (respondents.hashes(["R1"], one) == respondents.hashes([" R1 "], one)).all()
    assert (respondents.hashes(["R1"], one) != respondents.hashes(["R1"], other)).any()
    assert (respondents.hashes(["12.0"], one) == respondents.hashes(["12"], one)).all()
    assert (respondents.hashes(["r1"], one) != respondents.hashes(["R1"], one)).any()


def test_what_people_say_of_themselves_lies_beside_their_answers(desk: Desk) -> None:
    about = "characteristics: [{column: comment, code: E1, label: Group, answers: [Blue, Green]}]\n"
    desk.mapping = surveys.save_mapping(
        survey=desk.round.survey, text=desk.mapping.text + about, by=desk.by, at=desk.at
    )
    said = ["blue", "Green", "Prefer not to say", "", "Blue", "Purple"]
    checked = desk.checked([row(at, comment=text) for at, text in enumerate(said)])
    assert "comment: “Purple” is not one of the 2 answers to “Group”." in desk.errors(checked)
    done = desk.prepare(checked)
    assert done.dataset is not None
    folder = mart.folder_of(done.dataset.folder)
    found, numbers = store.read(folder)
    assert [one.groups for one in found] == [("No answer", "Blue", "Green", "Prefer not to say")]
    assert numbers[:, 0].tolist() == [1, 2, 3, 0, 1]
    assert store.FILE in mart.read_manifest(folder)["files"]


def test_a_file_without_the_column_is_taken_in_and_says_so(desk: Desk) -> None:
    about = "characteristics: [{column: who, code: E1, label: Group, answers: [Blue, Green]}]\n"
    desk.mapping = surveys.save_mapping(
        survey=desk.round.survey, text=desk.mapping.text + about, by=desk.by, at=desk.at
    )
    checked = desk.checked(many(6))
    assert any("“who”" in notice for notice in checked.findings["notices"])
    done = desk.prepare(checked)
    assert done.dataset is not None
    _, numbers = store.read(mart.folder_of(done.dataset.folder))
    assert numbers[:, 0].tolist() == [0] * 6

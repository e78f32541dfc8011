from pathlib import Path

import pytest
from django.conf import settings

from sightline.listen.imports.reading.opening import open_upload
from sightline.listen.surveys import guess, mapping, mapping_text, shipped

CODES = {
    "provider": frozenset({"zn001", "zn002"}),
    "site": frozenset({"zn001a"}),
    "programme": frozenset({"cst"}),
}


def test_columns_are_recognised_by_what_is_in_them() -> None:
    headings = ["Response ID", "Where", "Site", "Prog", "When", "Q1", "Q2", "Q3", "Comment", "Age"]
    rows = [
        ["a1", "ZN001", "ZN001A", "CST", "2026-10-05 09:00", "Agree", "Yes", "5", "Good", "N/A"],
        ["a2", "zn002", "", "CST", "05/10/2026", "Not applicable", "No", "3", "Bad", "-"],
        ["a3", "ZN002", "", "CST", "06/10/2026", "Strongly agree", "Yes", "1", "", ""],
    ]
    found = guess.guess(headings, rows, CODES)
    assert [one.role for one in found] == [
        "respondent",
        "provider",
        "site",
        "programme",
        "completed",
        "answer",
        "answer",
        "answer",
        "",
        "",
    ]
    assert [one.scale for one in found[5:8]] == ["agreement", "yes_is_good", "one_to_five"]


def test_only_the_first_column_has_a_role() -> None:
    found = guess.guess(["a", "b"], [["ZN001", "ZN002"], ["ZN002", "ZN001"]], CODES)
    assert [one.role for one in found] == ["provider", ""]


def test_codes_are_told_apart() -> None:
    taken: set[str] = set()
    assert [guess.code_of(text, taken) for text in ("Q 1", "q-1", "???", "é")] == [
        "Q-1",
        "q-1-2",
        "item",
        "item-2",
    ]


def test_a_mapping_is_read_again_as_it_was_written() -> None:
    learner_survey = mapping.parse(shipped.learner_survey())
    assert mapping.parse(mapping_text.write(learner_survey)) == learner_survey


@pytest.mark.parametrize("code", list(guess.known_scales()))
def test_the_scales_on_offer_run_from_100_to_0_or_back(code: str) -> None:
    scores = [answer.score for answer in guess.known_scales()[code].answers]
    assert {min(scores), max(scores)} == {0, 100}
    assert scores in (sorted(scores), sorted(scores, reverse=True))


def test_real_answers_are_recognised() -> None:
    path = Path(settings.BASE_DIR).parent / "shared/refdata/survey_shapes"
    path /= "apha_cpd_survey_2022_microdata.csv"
    if not path.exists():
        pytest.skip("The sample files are not here.")
    with open_upload(path) as upload:
        (block,) = upload.blocks(frozenset())
        rows = [block.row(index) for index in range(len(block.lines))]
        found = dict(zip(upload.headings, guess.guess(upload.headings, rows, CODES), strict=True))
    assert found["respondent_id"].role == "respondent"
    assert found["q08a_apha_aware_ind"].scale == "yes_is_good"
    assert found["form_started_dttm"].role == "completed"
    assert found["q10a_other_org_member_txt"].role == ""

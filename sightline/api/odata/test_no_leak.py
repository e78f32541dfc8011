"""What is withheld comes through no question of the feed, however it is put."""

import json
from urllib.parse import quote

import pytest

from sightline.insight.test_no_leak import (
    AT_SECOND_SITE,
    SECOND,
    hidden_numbers,
    searched,
)
from sightline.insight.test_no_leak import dataset as dataset
from sightline.results import gate

ENDS = (
    "",
    "?$orderby=Answers",
    "?$orderby=Score desc",
    "?$count=true",
    "?$select=Id,Answers,Score",
)


@pytest.mark.slow
def test_hidden_numbers_are_in_no_answer(reader, cast, dataset):
    opened = gate.open_round(dataset)
    assert not opened.cell(SECOND, "LS01").shown
    pattern = searched(*hidden_numbers(opened))
    program = reader(cast.national)
    read = 0
    for name in ("Results", "Rounds", "Measures", "Places", "Programmes"):
        for end in ENDS if name == "Results" else ENDS[:1]:
            page = program.json(f"{name}{end}")
            while True:
                said = json.dumps(page)
                assert not (found := pattern.search(said)), said[found.start() - 80 :][:160]
                read += len(said)
                if "@odata.nextLink" not in page:
                    break
                page = program.json(page["@odata.nextLink"].partition("testserver")[2])
    assert read > 100_000


QUESTIONS = (
    f"Answers eq {AT_SECOND_SITE}",
    f"Answers ge {AT_SECOND_SITE - 5} and Answers lt {AT_SECOND_SITE + 3}",
    "Answers eq 3",
    "Answers lt 5",
    "Respondents lt 5",
    "GroupCode eq 'ZN001B' and Score gt 0",
    "GroupCode eq 'ZN001B' and not (Score eq null)",
    "GroupCode in ('ZN001A','ZN001B') and Answers gt 0",
    "Withheld ne null and Score lt 101",
    "Withheld ne null and not (Positive eq null and Answers eq null and Flag eq null)",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_filter_tells_of_what_is_withheld(reader, cast, dataset, question):
    """A filter sees the row that would be shown: nothing, where it is withheld."""
    program = reader(cast.national)
    year = f"Year eq {dataset.year} and ({question})"
    assert program.json(f"Results?$filter={quote(year)}&$count=true") == {
        "@odata.context": "http://testserver/api/odata/v4/$metadata#Results",
        "@odata.count": 0,
        "value": [],
    }


def test_withheld_and_never_answered_are_the_same_row(reader, cast, dataset):
    program = reader(cast.national)
    rows = {
        code: list(
            program.rows("Results", filter=f"GroupCode eq '{code}' and Year eq {dataset.year}")
        )
        for code in ("ZP00001", "ZP00002", "ZN001A", "ZN001B")
    }
    names = {"Id", "GroupCode", "GroupName"}
    for one, other in (("ZP00001", "ZP00002"), ("ZN001A", "ZN001B")):
        assert len(rows[one]) == 4
        for first, second in zip(rows[one], rows[other], strict=True):
            assert {k: v for k, v in first.items() if k not in names} == {
                k: v for k, v in second.items() if k not in names
            }
            assert first["Withheld"] == "Too few answers to show"

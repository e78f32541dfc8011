"""Each kind of bad file ends in a sentence that says what and where."""

import csv
import io
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from sightline.listen.imports.reading.factories import read, sheet
from sightline.listen.imports.reading.opening import open_upload
from sightline.listen.imports.reading.unreadable import Unreadable

SHAPES = Path(settings.BASE_DIR).parent / "shared" / "refdata" / "survey_shapes"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "upload"


@pytest.mark.parametrize(
    ("name", "tool", "headings", "rows"),
    [
        ("qualtrics_export_3_header_rows.csv", "Qualtrics", ("Q1", "Q2", "Q2 - Topics"), 1),
        ("qualtrics_export_legacy_2_header_rows.csv", "Qualtrics", ("Q1", "Q2"), 1),
        (
            "surveymonkey_export_2_header_rows.csv",
            "SurveyMonkey",
            ("I wish it would have snowed more this winter.",),
            7,
        ),
    ],
)
def test_exports_with_several_rows_of_headings(
    name: str, tool: str, headings: tuple[str, ...], rows: int
) -> None:
    if not SHAPES.exists():
        pytest.skip("The sample files are not here.")
    with open_upload(SHAPES / name) as upload:
        assert upload.headings[-len(headings) :] == headings
        assert any(f"export of {tool}" in notice for notice in upload.notices)
        assert not [one for one in upload.headings if "mail" in one or "IP" in one]
        (block,) = upload.blocks(frozenset({0}))
        assert len(block.lines) == rows


def test_an_export_of_microsoft_forms_is_read() -> None:
    if not SHAPES.exists():
        pytest.skip("The sample files are not here.")
    with open_upload(SHAPES / "msforms_export_shape_SYNTHETIC.csv") as upload:
        (block,) = upload.blocks(frozenset())
        days = "Which days were you on placement? (select all that apply)"
        assert [one for one in upload.headings if one.startswith(days)] == [
            f"{days}: {day}" for day in ("Monday", "Tuesday", "Wednesday")
        ]
        assert "Email" not in upload.headings
        at = upload.headings.index(f"{days}: Monday")
        assert block.row(0)[at : at + 3] == ("Yes", "Yes", "No")
        assert block.row(1)[at : at + 3] == ("No", "No", "Yes")


# Anything at all


def _ends_well(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    sentence = "Read."
    try:
        with open_upload(path) as upload:
            for block in upload.blocks(frozenset({0})):
                for column in block.columns:
                    assert len(column) == len(block.lines)
    except Unreadable as reason:
        sentence = str(reason)
    assert sentence.endswith(".")


quietly = rules(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@quietly
@given(st.binary(max_size=400))
def test_any_bytes_end_in_rows_or_in_a_sentence(path: Path, data: bytes) -> None:
    _ends_well(path, data)


@quietly
@given(st.text(st.sampled_from('a1,;\t"\r\n=é \ufeff'), max_size=200))
def test_any_text_ends_in_rows_or_in_a_sentence(path: Path, text: str) -> None:
    _ends_well(path, text.encode())
    _ends_well(path, text.encode("cp1252", "replace"))


@quietly
@given(st.data())
def test_any_damage_to_a_workbook_ends_in_rows_or_in_a_sentence(
    path: Path, data: st.DataObject
) -> None:
    whole = bytearray(_WORKBOOK)
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    _ends_well(path, bytes(whole))


_WORKBOOK = sheet([["id", "provider", "q1"], [1, "ZN001", "Agree"]])


@quietly
@given(
    st.lists(
        st.lists(st.text(st.sampled_from('a,"\n\r =x'), max_size=6), min_size=3, max_size=3),
        min_size=1,
        max_size=8,
    )
)
def test_every_cell_comes_back_as_it_was_written(path: Path, cells: list[list[str]]) -> None:
    cells = [["k" + row[0], *row[1:]] for row in cells]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([["id", "a", "b"], *cells])
    found = [list(row) for _, row in read(path, text.getvalue().encode())]
    assert found == cells

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
    ("name", "said"),
    [
        ("qualtrics_export_3_header_rows.csv", "Qualtrics export. Delete lines 2 and 3"),
        ("qualtrics_export_legacy_2_header_rows.csv", "Line 2 is a second row of headings"),
        ("surveymonkey_export_2_header_rows.csv", "line 2 has “Company” under it"),
    ],
)
def test_exports_with_several_rows_of_headings(name: str, said: str) -> None:
    if not SHAPES.exists():
        pytest.skip("The sample files are not here.")
    with pytest.raises(Unreadable, match=said), open_upload(SHAPES / name):
        pass


def test_an_export_of_microsoft_forms_is_read() -> None:
    if not SHAPES.exists():
        pytest.skip("The sample files are not here.")
    with open_upload(SHAPES / "msforms_export_shape_SYNTHETIC.csv") as upload:
        (block,) = upload.blocks(frozenset())
        assert upload.headings[6] == "Which profession are you training in?"
        assert block.row(0)[7] == "Monday;Tuesday;"


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

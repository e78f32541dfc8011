import csv
import io
from pathlib import Path

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from sightline.listen.imports import errors_file
from sightline.listen.imports.errors_file import ErrorsFile, restored, restored_column, safe

RISKY = st.text(st.sampled_from("'=+-@\t\ra1"), max_size=6)


@given(RISKY)
def test_a_text_is_safe_and_comes_back(text: str) -> None:
    assert restored(safe(text)) == text
    is_number = text[:1] in "+-" and text[1:].isdigit()
    assert safe(text)[:1] not in ("=", "@", "\t", "\r")
    assert is_number or safe(text)[:1] not in ("+", "-")


@given(st.sampled_from(["-5", "+5", "-5.25", "12", "-3%", "0,5"]))
def test_numbers_stay(number: str) -> None:
    assert safe(number) == restored(number) == number


@given(st.lists(RISKY, min_size=1, max_size=8))
def test_columns_come_back_as_their_cells_do(texts: list[str]) -> None:
    written = pa.array([safe(text) for text in texts], pa.string())
    assert restored_column(written).to_pylist() == texts
    assert restored_column(written.dictionary_encode()).to_pylist() == texts


def test_what_is_added_is_known_again(tmp_path: Path) -> None:
    path = tmp_path / "errors.csv"
    with ErrorsFile(path, ["id", "=q", "Sightline: line in import 3"], 12) as errors:
        errors.write(["R1", "=1+1", "7"], 40, ["q: wrong.", "id: wrong."])
        errors.write(["R2"], 41, ["too short"])
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    assert rows == [
        ["id", "'=q", "Sightline: line in import 12", "Sightline: what to mend"],
        ["R1", "'=1+1", "40", "q: wrong. id: wrong."],
        ["R2", "", "41", "too short"],
    ]
    assert errors_file.mends(rows[0]) == 12
    assert errors_file.mends(["id", "q"]) is None
    assert errors_file.restored_headings(tuple(rows[0]))[:2] == ("id", "=q")
    assert [errors_file.is_ours(heading) for heading in rows[0]] == [False, False, True, True]

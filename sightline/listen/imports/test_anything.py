"""Whatever is uploaded ends in a finding or a refusal, and nothing is half stored."""

import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sightline.conftest import NOW, Cast
from sightline.listen.imports import actions, storage
from sightline.listen.imports.factories import HEADINGS, csv_text, make_round, row
from sightline.listen.imports.models import SurveyImport
from sightline.listen.imports.reading.unreadable import Unreadable
from sightline.listen.surveys.models import Round

pytestmark = pytest.mark.django_db
State = SurveyImport.State
quietly = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_CODES = ("R1", "ZN001", "ZS001", "ZN001A", "CST", "NADULT", "MED", "undergraduate")
_ANSWERS = ("Agree", "Maybe", "7", "99", "2026-10-05", "31/02/2026")
_ODD = ("", "=1+1", "-", "'=x", "é", 'a"b', "two\nlines")
CELLS = st.sampled_from([*_CODES, *_ANSWERS, *_ODD])


def _upload(round_: Round, data: bytes, cast: Cast) -> None:
    by = cast.national
    before = SurveyImport.objects.count()
    folders = set(storage.folders())
    mapping = round_.survey.mappings.get()
    try:
        found = actions.upload(
            round=round_, file=io.BytesIO(data), name="x", mapping=mapping, by=by, at=NOW
        )
    except (Unreadable, actions.AlreadyImported):
        assert SurveyImport.objects.count() == before
        assert set(storage.folders()) == folders
        return
    actions.check(survey_import=found, by=by, at=NOW)
    place = storage.place(found.stored_name)
    left = {path.name for path in place.good.parent.iterdir()}
    if found.state == State.REFUSED:
        assert found.message.endswith(".")
        assert left == {"upload"}
    else:
        assert found.state == State.CHECKED
        assert left == {
            "upload",
            "good.parquet",
            "comments.parquet",
            "respondents.npy",
            "errors.csv",
        }
        assert found.rows_read == found.rows_good + found.rows_in_error
        assert bool(found.rows_in_error) == bool(found.findings["kinds"])
        errors = place.errors.read_bytes()
        assert errors.startswith(b"\xef\xbb\xbf")


@quietly
@given(st.binary(max_size=300))
def test_any_bytes(cast: Cast, data: bytes) -> None:
    round_ = Round.objects.first() or make_round(cast.national, NOW)[0]
    _upload(round_, data, cast)


@pytest.mark.slow
@quietly
@given(
    st.lists(st.dictionaries(st.sampled_from(HEADINGS), CELLS, max_size=4), min_size=1, max_size=6),
    st.sampled_from([",", ";", "\t"]),
)
def test_any_rows(cast: Cast, changes: list[dict[str, str]], delimiter: str) -> None:
    round_ = Round.objects.first() or make_round(cast.national, NOW)[0]
    rows = [row(number, **change) for number, change in enumerate(changes)]
    _upload(round_, csv_text(rows, delimiter=delimiter).encode(), cast)


@pytest.mark.slow
@quietly
@given(st.data())
def test_any_damage_to_a_good_file(cast: Cast, data: Any) -> None:
    round_ = Round.objects.first() or make_round(cast.national, NOW)[0]
    text = csv_text([row(number) for number in range(4)])
    place = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 30))
    damaged = text[:place] + data.draw(st.text(max_size=10)) + text[place + length :]
    _upload(round_, damaged.encode("utf-8", "surrogatepass"), cast)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.insight.reports import rules


@pytest.mark.parametrize(
    ("done", "total", "seconds", "said"),
    [
        (0, 200, 3, ""),
        (2, 200, 3, ""),
        (200, 200, 30, ""),
        (10, 200, 0, ""),
        (100, 200, 20, "Less than a minute left."),
        (100, 200, 60, "About 1 minute left."),
        (10, 200, 10, "About 3 minutes left."),
        (10, 6000, 6, "About 1 hour left."),
        (10, 6000, 18, "About 3 hours left."),
    ],
)
def test_time_left_in_words(done: int, total: int, seconds: float, said: str) -> None:
    assert rules.time_left(done, total, seconds) == said


@given(st.integers(0, 6000), st.integers(0, 6000))
def test_percent_is_a_percentage(done: int, more: int) -> None:
    assert 0 <= rules.percent(done, done + more) <= 100
    assert (rules.percent(done, done + more) == 100) is (more == 0 and done > 0)


@given(st.text(max_size=200), st.from_regex(r"[A-Z][A-Z0-9]{2,5}", fullmatch=True))
def test_a_file_name_is_plain_short_and_has_the_code(name: str, code: str) -> None:
    found = rules.file_name(name, code, "pdf", made_up=True)
    assert found.startswith("made-up-")
    assert found.endswith(f"{code.lower()}.pdf")
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert len(found) < 100


def test_why_a_run_cannot_begin() -> None:
    assert "kind of file" in rules.why_not_begin(providers=3, formats=0)
    assert "No provider" in rules.why_not_begin(providers=0, formats=1)
    assert rules.why_not_begin(providers=1, formats=1) == ""

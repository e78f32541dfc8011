from datetime import date
from pathlib import Path

import pytest

from sightline.listen.care.retention.policy import policy_on, read

_CLASS = "{code: drafts, name: n, what: w, since: s, gone: g, basis: b, days: %s}"


def version(day: str, *days: str) -> str:
    classes = ", ".join(_CLASS % one for one in days)
    return f"- {{from: {day}, classes: [{classes}]}}\n"


def test_the_newest_that_has_begun_holds(settings: object, tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(version("2026-05-01", "7") + version("2025-05-01", "9"))
    settings.RETENTION_RULES = path  # type: ignore[attr-defined]
    assert policy_on(date(2024, 1, 1)).named("drafts").days == 9
    assert policy_on(date(2026, 4, 30)).named("drafts").days == 9
    assert policy_on(date(2026, 5, 1)).named("drafts").days == 7


@pytest.mark.parametrize("text", [version("2026-05-01", "1", "1"), version("2026-05-01", "-1")])
def test_a_file_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"drafts|twice"):
        read(text)


def test_each_class_says_in_sentences_what_is_kept_and_what_goes() -> None:
    for one in policy_on(date(2026, 11, 24)).classes:
        assert {one.what[-1], one.gone[-1]} == {"."}, one.code
        assert all((one.basis, one.since, one.name)), one.code

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from sightline.home import duties
from sightline.home.duties import Duty

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)


def _broken(at: datetime) -> str | None:
    raise ValueError("a learner's own words")


def test_one_that_fails_keeps_no_other_from_being_done(caplog: pytest.LogCaptureFixture) -> None:
    done = duties.do_all(
        NOW,
        (
            Duty("Broken", _broken),
            Duty("Nothing due", lambda at: None),
            Duty("Rounds", lambda at: f"closed 2 at {at:%H:%M}"),
        ),
    )
    assert list(done) == ["Broken: failed", "Rounds: closed 2 at 09:00"]
    assert "Broken (ValueError)" in caplog.text
    assert "own words" not in caplog.text


@pytest.mark.django_db
def test_an_empty_service_has_nothing_due(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("keep_time", "--once")
    assert capsys.readouterr().out == ""

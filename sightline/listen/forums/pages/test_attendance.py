from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast, Country
from sightline.listen.forums.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["national", "director", "icb_lead", "south_manager", "learner"])
def test_strangers_are_told_nothing(
    person: str, meeting: Meeting, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(meeting)).status_code == 404


def page(meeting: Meeting) -> str:
    return reverse("listen:forums:attendance", args=[meeting.forum.reference, meeting.number])


def lines(*groups: tuple[object, str, str, str]) -> dict[str, Any]:
    given: dict[str, Any] = {
        "form-TOTAL_FORMS": len(groups) + 1,
        "form-INITIAL_FORMS": 0,
        "not_heard": "Night staff",
    }
    for at, (profession, level, invited, came) in enumerate((*groups, ("", "", "", ""))):
        given |= {
            f"form-{at}-profession": profession,
            f"form-{at}-level": level,
            f"form-{at}-invited": invited,
            f"form-{at}-came": came,
        }
    return given


def test_groups_are_written_down_and_empty_lines_left_out(
    meeting: Meeting, cast: Cast, country: Country, client: Client
) -> None:
    client.force_login(cast.north_manager)
    nurses = (country.nursing.pk, "undergraduate", "20", "12")
    sent = client.post(page(meeting), lines(nurses, (country.medicine.pk, "", "", "0")))
    assert sent.status_code == 302
    assert [str(one) for one in meeting.attendance.all()] == [
        "Student nurse, undergraduate",
        "Doctor in training",
    ]
    assert 'value="12"' in client.get(page(meeting)).content.decode()
    more = client.post(page(meeting), {**lines(nurses), "more": "1"})
    assert more["Location"] == page(meeting)


@pytest.mark.parametrize(
    ("invited", "came", "sentence"),
    [("5", "", "Enter how many of this group came"), ("5", "9", "More people came"),
     ("x", "1", "whole number")],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_a_sentence(
    meeting: Meeting, cast: Cast, client: Client, invited: str, came: str, sentence: str
) -> None:
    client.force_login(cast.north_manager)
    html = client.post(page(meeting), lines(("", "", invited, came))).content.decode()
    assert sentence in html
    assert not meeting.attendance.exists()

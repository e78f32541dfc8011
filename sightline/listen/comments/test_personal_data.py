from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.listen.comments import personal_data
from sightline.listen.comments.personal_data import Kind


def kinds(text: str) -> list[Kind]:
    return [one.kind for one in personal_data.find(text)]


def masked(text: str) -> str:
    return personal_data.mask(text, personal_data.find(text))


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Write to jo.bloggs@nhs.example please", "Write to [e-mail address] please"),
        ("I am jo (at) trust dot example", "I am [e-mail address]"),
        ("Ring 07700 900123 or 020 7946 0018.", "Ring [phone number] or [phone number]."),
        ("Ring +44 (0)7700 900123 now", "Ring [phone number] now"),
        ("Patient 943 476 5919 was left", "Patient [NHS number] was left"),
        ("My NI is QQ 12 34 56 C", "My NI is QQ [number] C"),
        ("My NI is AB 12 34 56 C", "My NI is [National Insurance number]"),
        ("My PIN 18A1234E was shown", "My PIN [registration number] was shown"),
        ("GMC number 7123456 wrote it", "GMC number [registration number] wrote it"),
        ("HCPC PA12345 knows", "HCPC [registration number] knows"),
        ("I live in LS1 4AP near", "I live in [postcode] near"),
        ("dob 03/02/1999", "dob [date of birth]"),
        ("born on 3 February 1999 in", "born on [date of birth] in"),
        ("On 12th March 2026 it began", "On [date] it began"),
        ("Ask Dr Patel or Prof. Anne Smith-Jones.", "Ask Dr [name] or Prof. [name]."),
        ("ask dr patel about it", "ask dr [name] about it"),
        ("My supervisor Kwabena Boateng is kind", "My supervisor [name] is kind"),
        ("Sister O’Brien helps", "Sister [name] helps"),
        ("Priya was there at night", "[name] was there at night"),
        ("see https://example.org/me and @someone_here", "see [web address] and [web address]"),
        ("badge 1234567", "badge [number]"),
    ],
)
def test_what_tells_of_somebody_is_masked(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The rota came out 2 weeks late and 14 of us had 3 gaps.",
        "My sister is a nurse. The nurse was kind, the matron was not.",
        "We saw the dr on Mondays only.",
        "Supervisors are hard to find after 17:30; handover takes 45 minutes.",
        "It cost £1,250.00 and 12,000 people use it in 2025/26.",
        "Induction covered sepsis, ILS and moving and handling.",
        "Ward 4B and theatre 12 were well staffed.",
    ],
)
def test_everyday_text_stays(text: str) -> None:
    assert masked(text) == text


def check_digit(nine: str) -> int:
    """The official rule, said once more: weights 10 to 2, 11 less the remainder, 11 is 0."""
    total = sum((10 - place) * int(digit) for place, digit in enumerate(nine))
    check = 11 - total % 11
    return 0 if check == 11 else check


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_one_last_digit_makes_an_nhs_number_and_ten_makes_none(nine: str) -> None:
    right = [last for last in range(10) if personal_data.is_nhs_number(f"{nine}{last}")]
    assert right == ([] if check_digit(nine) == 10 else [check_digit(nine)])


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.integers(0, 9), st.integers(0, 8))
def test_one_wrong_digit_is_noticed(nine: str, other: int, place: int) -> None:
    check = check_digit(nine)
    if check == 10 or int(nine[place]) == other:
        return
    assert not personal_data.is_nhs_number(f"{nine[:place]}{other}{nine[place + 1 :]}{check}")


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.sampled_from(["", " ", "-"]))
def test_every_nhs_number_is_masked_however_it_is_spaced(nine: str, gap: str) -> None:
    if check_digit(nine) == 10:
        return
    number = f"{nine}{check_digit(nine)}"
    written = gap.join((number[:3], number[3:6], number[6:]))
    text = masked(f"They looked after {written} all night")
    assert not any(one.isdigit() for one in text)


@given(st.text(max_size=300))
def test_pieces_are_the_text_and_do_not_overlap(text: str) -> None:
    found = personal_data.find(text)
    assert "".join(part for part, _ in personal_data.pieces(text, found)) == text
    assert all(one.end <= two.start for one, two in itertools.pairwise(found))


def test_no_pattern_runs_away_on_hostile_text() -> None:
    """Each is linear enough for the longest comment; otherwise this would not end."""
    rng = random.Random(7)
    for piece in ("a@a.", "0 ", "1-", "Dr A ", "A" * 50, "(at) ", "12 of ", "Sister A. A. "):
        personal_data.find((piece * 10_000)[:10_000])
    personal_data.find("".join(rng.choice("aA0@. -/") for _ in range(10_000)))

"""A national lead follows a signal through the five questions (where is quality falling, is it
real, who is affected, what is being done, did it work) and raises it as a concern; an analyst takes
the same numbers away and finds them as they are on the page."""

from __future__ import annotations

import csv
import io
import re

import pandas
from playwright.sync_api import expect

from sightline.insight.signals.words import Kind
from tests.journeys.conftest import Arrive
from tests.journeys.person import Person, place_of

_SIGNAL = re.compile(r"^SG-\d{4}-\d+$")
_REPLY = re.compile(r"Y-\d{4}-\d{4}")


def test_a_national_lead_follows_a_signal_and_raises_it(arrive_untouched: Arrive) -> None:
    lead = arrive_untouched("national")
    signal = sees_where_it_falls(lead)
    sees_whether_it_is_real(lead)
    takes_the_same_numbers_away(arrive_untouched("national"), signal)
    sees_who_is_affected(lead, signal)
    concern = raises_it(lead, signal)
    sees_what_is_being_done(lead, signal, concern)
    sees_that_it_worked(lead, place_of(arrive_untouched("dilys")))
    sees_whether_looking_is_worth_it(lead)


def sees_where_it_falls(lead: Person) -> str:
    """From home to the list of signals, to the first that needs a person."""
    lead.goes_to("/")
    at_home = lead.page.get_by_role("region", name="Signals")
    expect(at_home.get_by_role("link").first).to_be_visible()
    lead.follows("Results")
    lead.follows(re.compile("signals waiting"))
    lead.sees("False alarms to expect")
    lead.opens("How much was looked at")
    lead.checks_the_page("signals")
    lead.picks("State", "Waiting")
    lead.presses("Apply filters")
    lead.goes_to(f"/insight/signals/?state=waiting&kind={Kind.WORSE}&q=NHS+Trust")
    lead.checks_the_page()
    lead.page.get_by_role("link", name=_SIGNAL).first.click()
    return lead.path


def sees_whether_it_is_real(lead: Person) -> None:
    """The numbers of the day, beyond chance or three times in a row."""
    lead.sees(re.compile("than chance|each time|beyond chance"))
    lead.sees(re.compile(r"What was seen on \d+ \w+ \d{4}"))
    lead.checks_the_page("signal")


def takes_the_same_numbers_away(analyst: Person, signal: str) -> None:
    """Files of the signal, of the list and of all results of the place say what the page says."""
    analyst.goes_to(signal)
    shown = [
        # On a narrow window each cell repeats its heading; it is hidden here.
        [cell.inner_text().splitlines()[-1].strip() for cell in row.locator("th, td").all()]
        for row in analyst.page.locator("main table").first.locator("tbody tr").all()
    ]
    kept = _rows(analyst.downloads(re.compile("^Download as CSV")))
    assert kept[1:] == shown
    now = kept[0].index("Score now")
    newest = {row[0]: float(row[now]) for row in shown}
    analyst.follows(re.compile("^All results of"))
    # The signal stands on the newest round, which this page says as it is today.
    analyst.sees(re.compile("Other rounds"))
    headings, *rows = _rows(analyst.downloads(re.compile("^Download as CSV.*every question")))
    score = headings.index("Score")
    # A theme and a question of it may have names alike, each with a line of its own.
    whole = {(row[0].strip(), float(row[score])) for row in rows if row[score] != "withheld"}
    assert set(newest.items()) <= whole
    frame = pandas.read_parquet(
        io.BytesIO(analyst.downloads(re.compile("^Download as Parquet.*every question")))
    )
    assert list(frame["score"].dropna()) == [
        float(row[score]) for row in rows if row[score] != "withheld"
    ]
    analyst.goes_to("/insight/signals/")
    listed = _rows(analyst.downloads(re.compile("^Download these as CSV")))
    assert signal.rstrip("/").rsplit("/", 1)[1] in [row[0] for row in listed[1:]]
    analyst.leaves()


def _rows(file: bytes) -> list[list[str]]:
    """The rows of a file from its headings on."""
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    return [row for row in rows if len(row) > 1]


def sees_who_is_affected(lead: Person, signal: str) -> None:
    """All results of the place, and gaps between groups of people there."""
    lead.goes_to(signal)
    lead.follows(re.compile("^All results of"))
    lead.sees(re.compile(r"Since Autumn \d{4}, worse: "))
    lead.checks_the_page()
    lead.follows("Equity")
    assert lead.path.endswith("/equity/")
    lead.sees("Prefer not to say")
    lead.checks_the_page()


def raises_it(lead: Person, signal: str) -> str:
    lead.goes_to(signal)
    lead.presses("Raise a concern")
    lead.sees("The signal that caused it")
    lead.checks_the_page("raise-from-a-signal")
    lead.answers("How likely is it?", "4 – Likely")
    lead.answers("How bad would it be?", "3 – Moderate")
    lead.answers("Share it with the provider now?", "Yes.")
    lead.presses("Raise the concern")
    lead.sees("is on the register.")
    # The concern leads back to what caused it.
    expect(lead.page.get_by_role("link", name=_SIGNAL).first).to_have_attribute("href", signal)
    lead.checks_the_page()
    return lead.path.rstrip("/").rsplit("/", 1)[1]


def sees_what_is_being_done(lead: Person, signal: str, concern: str) -> None:
    lead.goes_to(signal)
    lead.sees("Raised as a concern")
    done = lead.page.get_by_role("region", name="What is being done there")
    expect(done).to_contain_text(concern)
    lead.checks_the_page()


def sees_that_it_worked(lead: Person, trust: str) -> None:
    """Where supervision fell a year ago: what was promised is kept, told, and better again."""
    lead.goes_to("/insight/heatmap/")
    lead.follows(trust)
    lead.sees(re.compile(r"Since Autumn \d{4}, .*better: .*Clinical supervision"))
    lead.follows(re.compile("Clinical supervision has fallen across the trust"))
    lead.sees("Commitments because of it")
    expect(lead.page.locator("main")).to_contain_text("Kept")
    expect(lead.page.locator("main")).to_contain_text(_REPLY)
    lead.checks_the_page()
    lead.follows(_REPLY)
    lead.sees(re.compile("Published"))
    lead.checks_the_page()


def sees_whether_looking_is_worth_it(lead: Person) -> None:
    lead.goes_to("/insight/signals/")
    lead.follows("How many were useful")
    lead.sees("Too few to say")
    lead.checks_the_page("signals-useful")

"""Results of the NTS and the NSS come in side by side and are read at a trust."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sightline.listen.outside.factories import nss, nss_row, nts, nts_row
from tests.journeys.conftest import Arrive
from tests.journeys.person import Person
from tests.journeys.service import Service
from tests.journeys.test_a_survey_comes_in import waits_until

UPLOAD = "/listen/outside/upload/"
SCHOOL = "Journey University of Health"
_READ = """
import json
from sightline.organisations.models import Organisation
trusts = Organisation.objects.filter(kind="trust", provider_type="mental_health").order_by("code")
print(json.dumps([[one.code, one.name] for one in trusts[:2]]))
"""


@pytest.fixture
def trusts(service: Service) -> list[tuple[str, str]]:
    """Two trusts of which no survey in the made-up data says anything."""
    return [tuple(one) for one in json.loads(service.manage("shell", "-v0", "-c", _READ))]


def uploads(person: Person, name: str, data: bytes) -> None:
    person.goes_to(UPLOAD)
    file: Any = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    person.page.get_by_label("File of results").set_input_files(files=file)
    person.presses("Upload and read")


def applies(person: Person) -> None:
    person.presses("Apply these results")
    waits_until(person, "Applied, ")


def training_survey(code: str, name: str) -> bytes:
    rows = [
        nts_row(code, name=name, specialty="General psychiatry", year=year, mean=mean,
                outcome="Below Outlier")
        for year, mean in ((2022, 61), (2023, 60), (2024, 58.5))
    ]  # fmt: skip
    rows.append(nts_row(code, name=name, specialty="General psychiatry", indicator="Feedback", n=2))
    rows.append(nts_row(code, name=name, specialty="General psychiatry", mean="many"))
    return nts(*rows)


def student_survey() -> bytes:
    rows = [
        nss_row("90000077", name=SCHOOL, question=f"NHSQ{k}", percent=70 + k) for k in range(1, 7)
    ]
    few = nss_row("90000077", name=SCHOOL, subject="Midwifery", question="NHSQ1", responses=9)
    return nss(*rows, few)


def test_two_surveys_side_by_side(sign_in: Arrive, trusts: list[tuple[str, str]]) -> None:
    lead = sign_in("national")
    (code, name), _ = trusts
    lead.goes_to("/listen/")
    lead.follows("Other people’s surveys")
    lead.checks_the_page("other-surveys")
    lead.presses("Import a file of results")
    lead.checks_the_page()

    uploads(lead, "nts.csv", training_survey(code, name))
    waits_until(lead, "Apply these results")
    lead.sees("“many” in column “Mean” is not a number")
    lead.checks_the_page("other-surveys-dry-run")
    assert b"is not a number" in lead.downloads("Download the rows in error as CSV")
    lead.follows("Say otherwise what the columns are")
    lead.checks_the_page()
    lead.presses("Read the file again")
    waits_until(lead, "Apply these results")
    applies(lead)
    uploads(lead, "NSS24_Summary.xlsx", student_survey())
    waits_until(lead, "Apply these results")
    lead.sees(SCHOOL)
    applies(lead)
    # Once more: nothing is changed.
    uploads(lead, "nts.csv", training_survey(code, name))
    waits_until(lead, "This file changes nothing")

    links_the_university(lead, code)
    reads_at_the_trust(lead, code)
    reads_what_students_say(lead)


def links_the_university(lead: Person, code: str) -> None:
    lead.goes_to(f"/listen/outside/place/{code}/")
    lead.follows("Change this list")
    lead.picks("Education provider", SCHOOL)
    lead.presses("Add")
    lead.checks_the_page()


def reads_at_the_trust(lead: Person, code: str) -> None:
    lead.goes_to(f"/insight/provider/{code}/")
    lead.follows("Other surveys about this place")
    lead.sees("Clinical supervision (trainees): red 3 years running")
    lead.checks_the_page()
    lead.picks("Specialty, programme or site", "General psychiatry")
    lead.presses("Apply filters")
    row = lead.row("Clinical supervision")
    assert "58.5" in row.inner_text()
    assert "Below" in row.inner_text()
    assert "Withheld" in lead.row("Feedback").inner_text()
    lead.opens("How was this worked out?")
    lead.checks_the_page("other-surveys-place")
    file = lead.downloads("Download what is shown as CSV").decode("utf-8-sig")
    assert "General Medical Council" in file


def reads_what_students_say(lead: Person) -> None:
    lead.follows(SCHOOL)
    lead.sees("Placement: supervision")
    lead.checks_the_page("other-surveys-school")
    lead.picks("Subject", "Midwifery")
    lead.presses("Apply filters")
    assert "Withheld" in lead.row("Placement: told enough beforehand").inner_text()


def test_a_director_reads_only_their_own(sign_in: Arrive, trusts: list[tuple[str, str]]) -> None:
    director = sign_in("dilys")
    (code, _), _ = trusts
    assert director.goes_to(f"/listen/outside/place/{code}/") == 404
    assert director.goes_to(UPLOAD) == 404

"""An administrator of a new service loads the official lists, and reads what they did."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

from tests.journeys.conftest import Arrive
from tests.journeys.person import Person, today
from tests.journeys.service import Service

EMAIL, PASSPHRASE = "administrator@example.org", "a passphrase for a journey"
_MAKE_ADMINISTRATOR = f"""
from django.utils import timezone
from sightline.people import actions
now = timezone.now()
person = actions.add_person(email="{EMAIL}", name="Wren Halloran", password="{PASSPHRASE}",
                            by=None, at=now)
actions.give_role(user=person, role="administrator", place=None, from_date=now.date(),
                  by=None, at=now)
"""


def line(code: str, name: str, **cells: str) -> list[str]:
    """A row of an official list: 27 cells, no headings. Places and names are invented."""
    found = [""] * 27
    found[0], found[1] = code, name
    found[2], found[3] = cells.get("region", "Y60"), cells.get("icb", "QHL")
    found[9], found[10] = "ZZ1 1ZZ", cells.get("opened", "20010401")
    found[11], found[12] = cells.get("closed", ""), cells.get("status", "")
    found[14], found[25] = cells.get("trust", ""), cells.get("setting", "")
    return found


def file_of(name: str, *lines: list[str]) -> dict[str, Any]:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(lines)
    return {"name": name, "mimeType": "text/csv", "buffer": text.getvalue().encode()}


TRUSTS = (
    line("ZQ1", "WHINMOOR HOSPITALS NHS TRUST"),
    line("ZQ2", "TARNBECK PARTNERSHIP NHS TRUST", icb="QUA"),
    line("ZQ4", "MISTVALE COMMUNITY NHS TRUST"),
)


def test_an_administrator_loads_the_country(empty_service: Service, arrive: Arrive) -> None:
    empty_service.manage("load_what_ships")
    empty_service.manage("shell", "-c", _MAKE_ADMINISTRATOR)
    person = arrive(empty_service.address)
    person.signs_in(EMAIL, PASSPHRASE)
    person.check()

    sees_what_cannot_be_read(person)
    sees_first_and_applies(person)
    loads_sites_and_practices(person)
    changes_nothing_by_loading_again(person)
    reads_history_after_a_later_list(person)
    reads_the_framework(person)


def chooses_file(person: Person, kind: str, file: dict[str, Any], days_ago: int) -> None:
    person.goes_to("/organisations/load/")
    person.page.get_by_label(kind).check()
    person.page.locator("input[type=file]").set_input_files(files=file)  # type: ignore[arg-type]
    person.fills_date("Date of the file", today() - timedelta(days=days_ago))
    person.presses("Show what it would change")


def sees_what_cannot_be_read(person: Person) -> None:
    """A file of another kind, an empty one, and the wrong list each end in a sentence."""
    workbook = {"name": "etr.csv", "mimeType": "text/csv", "buffer": b"PK\x03\x04" + b"\0" * 200}
    chooses_file(person, "NHS trusts (etr)", workbook, 40)
    person.sees("There is a problem")
    person.checks_the_page()
    empty = {"name": "etr.csv", "mimeType": "text/csv", "buffer": b""}
    chooses_file(person, "NHS trusts (etr)", empty, 40)
    person.sees("There is a problem")
    chooses_file(person, "GP practices (epraccur)", file_of("etr.csv", *TRUSTS), 40)
    person.sees("There is a problem")
    person.sees("list of GP practices")
    person.goes_to("/organisations/?kind=trust")
    person.does_not_see("Whinmoor")


def sees_first_and_applies(person: Person) -> None:
    """The dry run says what is new and which line is in error; only then is it applied."""
    wrong = line("ZQ3", "BRAMFOLD NHS TRUST", opened="20011399")
    chooses_file(person, "NHS trusts (etr)", file_of("etr.csv", *TRUSTS, wrong), 40)
    person.sees("What this file would change")
    person.sees("Whinmoor Hospitals NHS Trust")
    person.sees("must be a real day written as YYYYMMDD")
    person.checks_the_page()
    assert b"ZQ3" in person.downloads("Download the rows in error, to mend and load again")
    person.presses("Apply these changes")
    person.sees("What this file changed")
    person.check()


def loads_sites_and_practices(person: Person) -> None:
    site = line("ZQ101", "WHINMOOR GENERAL HOSPITAL", trust="ZQ1")
    chooses_file(person, "Sites of NHS trusts (ets)", file_of("ets.csv", site), 40)
    person.presses("Apply these changes")
    practice = line("Z90001", "LOWTARN SURGERY", status="A", setting="4")
    other = line("Z90002", "TARN PRISON PHARMACY", status="A", setting="9")
    chooses_file(person, "GP practices (epraccur)", file_of("epraccur.csv", practice, other), 40)
    person.sees("not a GP practice")
    person.presses("Apply these changes")
    person.goes_to("/organisations/ZQ1/")
    person.sees("Whinmoor General Hospital")
    person.checks_the_page()


def changes_nothing_by_loading_again(person: Person) -> None:
    chooses_file(person, "NHS trusts (etr)", file_of("etr.csv", *TRUSTS), 40)
    person.sees("This file changes nothing")


def reads_history_after_a_later_list(person: Person) -> None:
    """A renamed and moved trust, one that closed, and one that is not in the file any more."""
    later = (
        line("ZQ1", "WHINMOOR UNIVERSITY HOSPITALS NHS TRUST", icb="QUA"),
        line("ZQ2", "TARNBECK PARTNERSHIP NHS TRUST", icb="QUA", closed="20260601"),
    )
    chooses_file(person, "NHS trusts (etr)", file_of("etr.csv", *later), 10)
    person.sees("Renamed")
    person.sees("Moved")
    person.sees("Closed")
    person.sees("Not in the file")
    person.sees("A code is closed only when a file, or a person, says so.")
    person.presses("Apply these changes")
    person.goes_to("/organisations/ZQ4/")
    person.does_not_see("Closed on")
    person.goes_to("/organisations/ZQ1/")
    person.sees("Whinmoor University Hospitals NHS Trust")
    person.sees("Whinmoor Hospitals NHS Trust")
    person.sees("NHS Black Country Integrated Care Board")
    person.sees("NHS Birmingham and Solihull Integrated Care Board")
    person.check()
    person.goes_to("/organisations/QNQ/")
    person.sees("On 1 April 2026")
    person.check()


def reads_the_framework(person: Person) -> None:
    person.goes_to("/standards/")
    person.sees("Learning environment and culture")
    person.sees("heck against the official text")
    person.checks_the_page()

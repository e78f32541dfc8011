"""Reports of all providers of a region in one file, and a director's own."""

from __future__ import annotations

import io
import re
import zipfile

import pypdf
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.person import Person, place_of


def test_a_region_makes_its_reports_and_a_director_takes_their_own(sign_in: Arrive) -> None:
    manager, director = sign_in("mehreen"), sign_in("dilys")
    asks_for_all_reports_of_the_region(manager)
    watches_and_opens_the_file(manager)
    takes_slides_of_the_region(manager)
    takes_their_own_report(director)


def asks_for_all_reports_of_the_region(manager: Person) -> None:
    manager.follows("Results")
    manager.follows("reports of all providers")
    manager.check("reports-to-make")
    manager.check_on_a_phone("reports-to-make-on-a-phone")
    manager.answers("Kinds of provider", "GP practices")
    manager.answers("Kinds of file", "Word")
    manager.presses("Make the reports")
    expect(manager.page.locator("h1")).to_contain_text(re.compile(r"Reports of \d+ providers"))


def watches_and_opens_the_file(manager: Person) -> None:
    """The page comes again by itself until the file is whole; the file is what it says."""
    ready = manager.page.get_by_role("button", name=re.compile("Download all reports"))
    expect(ready).to_be_visible(timeout=120_000)
    manager.sees(re.compile(r"The reports of \d+ providers are ready"))
    manager.check("reports-ready")
    manager.check_on_a_phone("reports-ready-on-a-phone")
    said = re.search(r"The reports of (\d+) providers", manager.page.content())
    assert said
    with manager.page.expect_download() as waiting:
        ready.click()
    with zipfile.ZipFile(waiting.value.path()) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        reports = [name for name in names if name.endswith(".pdf")]
        assert len(reports) == int(said[1])
        assert len([name for name in names if name.endswith(".docx")]) == len(reports)
        assert "contents.csv" in names
        for name in (reports[0], next(one for one in reports if "trust" in one)):
            reader = pypdf.PdfReader(io.BytesIO(archive.read(name)))
            assert len(reader.pages) == 2
            assert "How to read this" in reader.pages[1].extract_text()


def takes_slides_of_the_region(manager: Person) -> None:
    manager.follows("Results")
    manager.follows("Slides")
    manager.check("slides-of-a-region")
    assert manager.downloads("Download the slides: PowerPoint").startswith(b"PK")


def takes_their_own_report(director: Person) -> None:
    """From home, and from the page of their results."""
    trust = place_of(director)
    director.goes_to("/")
    director.follows(re.compile("Two-page report and slides of"))
    director.check("own-report")
    director.check_on_a_phone("own-report-on-a-phone")
    report = pypdf.PdfReader(io.BytesIO(director.downloads("Download the report: PDF")))
    assert report.metadata is not None
    assert report.metadata.title == trust
    assert len(report.pages) == 2
    assert director.downloads("Download the report: Word").startswith(b"PK")
    director.follows("Results")
    assert director.downloads(re.compile("^PowerPoint")).startswith(b"PK")

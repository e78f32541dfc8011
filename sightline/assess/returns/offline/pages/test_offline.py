from __future__ import annotations

import zipfile
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.answering import actions as answering
from sightline.assess.returns.answering.models import Answer, OfflineFile
from sightline.assess.returns.answering.rules import Given
from sightline.assess.returns.conftest import Asked, begin
from sightline.assess.returns.offline import words, workbook
from sightline.assess.returns.offline.reading import CannotTake
from sightline.conftest import NOW, Cast

pytestmark = pytest.mark.django_db


def filled(content: bytes, reference: str, **answers: str) -> SimpleUploadedFile:
    """The downloaded workbook with answers typed into it, as a spreadsheet would save it."""
    lines, versions = workbook.open_lines(BytesIO(content), reference)
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet, about = book.add_worksheet("Answers"), book.add_worksheet("About")
    for number, line in enumerate(lines):
        told = [*line[:3], answers.get(line[0], line[3]), *line[4:]]
        for at, text in enumerate(told):
            sheet.write_string(number, at, text)
    about.write_row(0, 0, [words.MARK, reference])
    about.write_row(1, 0, ["Versions", str(versions).replace("'", '"')])
    book.close()
    return SimpleUploadedFile("filled.xlsx", file.getvalue())


def upload(client: Client, address: str, file: Any) -> Any:
    return client.post(address, {"file": file}, follow=True)


def test_downloaded_filled_in_checked_and_taken_over(asked: Asked, client: Client) -> None:
    found = begin(asked.practice, asked.manager)
    answering.save_section(
        self_assessment=found, section="welcome", given={"value": Given("met", "=1+1")},
        seen_version=0, by=asked.manager, at=NOW,
    )  # fmt: skip
    address = reverse("assess:returns:offline", args=[found.reference])
    client.force_login(asked.manager)
    content = client.get(reverse("assess:returns:offline_download", args=[found.reference])).content
    page = upload(
        client, address, filled(content, found.reference, respect="Met", induction="perhaps")
    )
    said = page.content.decode()
    assert "not one of the answers" in said
    assert "Take these answers over" in said
    assert Answer.objects.count() == 1, "nothing is changed before it is confirmed"
    check = reverse(
        "assess:returns:offline_check", args=[found.reference, OfflineFile.objects.get().pk]
    )
    assert "answers are taken over" in client.post(check, follow=True).content.decode()
    assert Answer.objects.get(question="respect").outcome == "met"
    assert Answer.objects.get(question="value").reason == "=1+1", "text stays text"
    assert "taken over already" in client.post(check, follow=True).content.decode()


def test_what_was_changed_meanwhile_is_not_written_over(asked: Asked, client: Client) -> None:
    found = begin(asked.practice, asked.manager)
    content = workbook.write(found)
    file = filled(content, found.reference, value="Not met", induction="Met")
    client.force_login(asked.manager)
    upload(client, reverse("assess:returns:offline", args=[found.reference]), file)
    answering.save_section(
        self_assessment=found, section="welcome", given={"value": Given("met", "Mine")},
        seen_version=0, by=asked.manager, at=NOW,
    )  # fmt: skip
    read = OfflineFile.objects.get()
    check = reverse("assess:returns:offline_check", args=[found.reference, read.pk])
    page = client.post(check, follow=True).content.decode()
    assert "was changed here since you downloaded" in page
    assert Answer.objects.get().reason == "Mine", "all or nothing"


def test_the_workbook_of_another_and_no_workbook_are_refused(
    asked: Asked, cast: Cast, client: Client
) -> None:
    found = begin(asked.practice, asked.manager)
    other = workbook.write(begin(asked.trust, cast.director))
    address = reverse("assess:returns:offline", args=[found.reference])
    client.force_login(asked.manager)
    for file, said in (
        (SimpleUploadedFile("other.xlsx", other), "of another self-assessment"),
        (SimpleUploadedFile("a.xlsx", b"hello"), "not an XLSX file"),
    ):
        assert said in upload(client, address, file).content.decode()
    assert not OfflineFile.objects.exists()


def cornered(content: bytes, part: str) -> bytes:
    """The workbook with a cell in the last corner, its sheet kept under another name."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for one in old.namelist():
            data = old.read(one)
            if one == "xl/worksheets/sheet1.xml":
                corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                one, data = part, data.replace(b"</sheetData>", corner)
            data = data.replace(b"worksheets/sheet1.xml", part.removeprefix("xl/").encode())
            new.writestr(one, data)
    return file.getvalue()


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/elsewhere.xml"])
def test_a_cell_in_the_last_corner_is_not_made_room_for(
    asked: Asked, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """The reader would ask for hundreds of gigabytes, and the process would end."""
    content = workbook.write(begin(asked.practice, asked.manager))

    def never(_: object) -> None:
        raise AssertionError("It was opened.")

    opener = SimpleNamespace(CalamineWorkbook=SimpleNamespace(from_filelike=never))
    monkeypatch.setattr(workbook, "python_calamine", opener)
    with pytest.raises(CannotTake, match="far more than a workbook of answers"):
        workbook.open_lines(BytesIO(cornered(content, part)), asked.practice.reference)


@pytest.mark.parametrize("versions", ['{"welcome": 1e999}', "[" * 30_000, "7", '{"welcome": "x"}'])
def test_versions_that_nobody_wrote_here_are_a_sentence(
    asked: Asked, client: Client, versions: str
) -> None:
    found = begin(asked.practice, asked.manager)
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.add_worksheet("Answers").write_row(0, 0, words.COLUMNS)
    about = book.add_worksheet("About")
    about.write_row(0, 0, [words.MARK, found.reference])
    about.write_row(1, 0, ["Versions", versions])
    book.close()
    client.force_login(asked.manager)
    address = reverse("assess:returns:offline", args=[found.reference])
    page = upload(client, address, SimpleUploadedFile("a.xlsx", file.getvalue()))
    assert "The second sheet was changed" in page.content.decode()


def test_a_stranger_gets_404(asked: Asked, cast: Cast, client: Client) -> None:
    found = begin(asked.practice, asked.manager)
    for person in (cast.director, cast.north_manager):
        client.force_login(person)
        for name in ("offline", "offline_download"):
            address = reverse(f"assess:returns:{name}", args=[found.reference])
            assert client.get(address).status_code == 404

"""Small made-up files in the shapes of other people's surveys, and a desk to import them at."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import openpyxl

from sightline.listen.outside import actions
from sightline.listen.outside.models import OutsideImport, Source
from sightline.people.models import User

NTS_HEADINGS = (
    "Trust / Board", "Trust Code", "Post Specialty", "Indicator", "Year", "Mean", "Outcome",
    "Lower 95% CI", "Upper 95% CI", "N", "SD",
)  # fmt: skip
NSS_HEADINGS = (
    "UKPRN", "Provider name", "Level of study", "Subject", "Question", "Positivity measure (%)",
    "Benchmark (%)", "Responses", "Response rate",
)  # fmt: skip


def text(rows: Sequence[Sequence[Any]], *, mark: bool = False) -> bytes:
    """Rows as CSV; ``mark`` puts the byte order mark of Excel before them."""
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("utf-8-sig" if mark else "utf-8")


def workbook(sheets: dict[str, list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def nts_row(
    code: str = "ZN001",
    *,
    name: str = "Aldermoor Hospitals",
    specialty: str = "Core surgical training",
    indicator: str = "Clinical supervision",
    year: int = 2024,
    mean: float | str = 80,
    outcome: str = "Within IQR",
    n: int | str = 20,
    sd: float | str = 10,
) -> list[Any]:
    limits: tuple[Any, Any] = ("", "")
    if isinstance(mean, (int, float)) and isinstance(n, int) and isinstance(sd, (int, float)):
        half = 1.96 * sd / n**0.5
        limits = (round(mean - half, 3), round(mean + half, 3))
    return [name, code, specialty, indicator, year, mean, outcome, *limits, n, sd]


def nts(*rows: list[Any]) -> bytes:
    return text([NTS_HEADINGS, *rows])


def nss_row(
    ukprn: str = "10000001",
    *,
    name: str = "University of Aldermoor",
    subject: str = "Adult nursing",
    question: str = "NHSQ3",
    percent: float | str = 82.5,
    benchmark: float | str = 80,
    responses: int | str = 40,
    rate: float | str = 70,
    level: str = "All undergraduates",
) -> list[Any]:
    return [ukprn, name, level, subject, question, percent, benchmark, responses, rate]


def nss(*rows: list[Any], year: int = 2024) -> bytes:
    """A workbook as it is published: front sheets, title rows, headings on row 4."""
    top = [[f"National Student Survey {year}"], ["Full-time students"], []]
    return workbook(
        {
            "Title page": [["Results"], ["See notes"]],
            "CAH_level_3": [*top, NSS_HEADINGS, *rows],
        }
    )


def course(
    ukprn: str = "10000001",
    *,
    subject: str = "CAH02-01-02",
    population: int = 40,
    rate: int = 70,
    year: str = "2023-24",
    placement: Sequence[int] = (84, 91, 83, 95, 87, 78),
) -> str:
    """One institution with one course whose students answered about their placements."""
    items = "".join(f"<NHSQ{k}>{value}</NHSQ{k}>" for k, value in enumerate(placement, 1))
    said = f"<NSSAGGYEAR>{year}</NSSAGGYEAR>" if year else ""
    return (
        f"<INSTITUTION><PUBUKPRN>{ukprn}</PUBUKPRN><KISCOURSE><KISCOURSEID>A1</KISCOURSEID>"
        f"<TITLE>Nursing</TITLE><NHSNSS><NHSPOP>{population}</NHSPOP>"
        f"<NHSRESP_RATE>{rate}</NHSRESP_RATE><NHSSBJ>{subject}</NHSSBJ>{said}{items}</NHSNSS>"
        "</KISCOURSE></INSTITUTION>"
    )


def discover_uni(*courses: str, before: str = "") -> bytes:
    return f"<?xml version='1.0' encoding='utf-8'?>{before}<KIS>{''.join(courses)}</KIS>".encode()


@dataclass
class OutsideDesk:
    """Somebody who imports files of results."""

    who: User
    at: datetime

    def upload(
        self,
        data: bytes,
        name: str = "results.csv",
        *,
        source: str = "",
        year: int | None = None,
        ukprn: str = "",
    ) -> OutsideImport:
        return actions.upload(
            file=io.BytesIO(data),
            name=name,
            source=Source.objects.get(code=source) if source else None,
            year=year,
            ukprn=ukprn,
            by=self.who,
            at=self.at,
        )

    def read(self, data: bytes, name: str = "results.csv", **said: Any) -> OutsideImport:
        found = self.upload(data, name, **said)
        actions.read(outside_import=found, by=self.who, at=self.at)
        return found

    def apply(self, data: bytes, name: str = "results.csv", **said: Any) -> OutsideImport:
        found = self.read(data, name, **said)
        assert found.state == OutsideImport.State.DRY_RUN, found.message  # noqa: S101
        actions.apply(outside_import=found, by=self.who, at=self.at)
        return found

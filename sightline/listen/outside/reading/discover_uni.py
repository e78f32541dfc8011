"""NSS results in the XML file of Discover Uni, course by course.

The parser knows no entities, opens nothing else and keeps one course at a time. NSSPOP and NHSPOP
are read as numbers of answers: the file has results with 15 and a response rate of 56%, which only
then are not below the threshold of 10. Check against the official text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from lxml import etree

from sightline.listen.imports.reading.unreadable import Unreadable, shortened
from sightline.listen.outside import numbers
from sightline.listen.outside.reading import limits
from sightline.listen.outside.reading.table_rows import indicator_code
from sightline.listen.outside.row import Fault, Reported, Skipped
from sightline.listen.outside.words import UnitKind

_START = 1 << 20
#: A course has some hundreds; more is not a course.
_ELEMENTS = 50_000
_CLEARED = ("LOCATION", "ACCREDITATIONTABLE", "KISAIM", "KISCOURSE", "INSTITUTION")
_BLOCKS = {"NSS": ("NSS", "Q"), "NHSNSS": ("NHS", "NHSQ")}
_QUESTION = re.compile(r"(NHSQ[1-6]|Q\d{1,2}|T\d)")
_OTHER_SUBJECT = "different figures are given for the same subject by an earlier course"


def looks_like_it(start: bytes) -> bool:
    """Does a file that begins like this hold courses?"""
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and (
        b"<KIS" in start or b"<INSTITUTION" in start
    )


def check(path: Path) -> None:
    """Raises Unreadable for a file that could do harm, before it is parsed."""
    if path.stat().st_size > limits.BYTES:
        raise Unreadable(f"The file is larger than {limits.BYTES // 1_000_000} MB.")
    with path.open("rb") as file:
        start = file.read(_START)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in start:
        raise Unreadable("The XML file is not in UTF-8. Save it again in UTF-8.")
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise Unreadable(
            "The XML file has a document type or entities of its own, which are not read. "
            "Download the file from Discover Uni again."
        )


def rows(path: Path, *, year: int | None, ukprn: str = "") -> Iterator[Reported | Fault | Skipped]:
    """The results of every course. ``year`` and ``ukprn`` are for blocks that do not say theirs.

    Raises Unreadable where the file is not well formed.
    """
    check(path)
    with path.open("rb") as file:
        yield from _courses(file, _Reader(year, ukprn))


def _courses(file: IO[bytes], reader: _Reader) -> Iterator[Reported | Fault | Skipped]:
    elements = 0
    try:
        parsed = etree.iterparse(
            file,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for event, element in parsed:
            if event == "start":
                elements += 1
                if elements > _ELEMENTS:
                    raise Unreadable(
                        f"Line {element.sourceline:,}: a course holds more than {_ELEMENTS:,} "
                        "elements, so this is not a file of Discover Uni."
                    )
                if element.tag == "INSTITUTION":
                    reader.ukprn = ""
                continue
            if element.tag == "PUBUKPRN":
                reader.ukprn = (element.text or "").strip()
            elif element.tag == "KISCOURSE":
                yield from reader.course(element)
            if element.tag in _CLEARED:
                elements = 0
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise Unreadable(
            f"The XML file is not well formed: {shortened(str(error), 160)}."
        ) from error


class _Reader:
    def __init__(self, year: int | None, ukprn: str) -> None:
        self.ukprn = ""
        self._year = year
        self._usual_ukprn = ukprn
        # Many courses of one subject repeat the subject's figures.
        self._seen: dict[tuple[str, str, str, int], dict[str, str]] = {}

    def course(self, course: Any) -> Iterator[Reported | Fault | Skipped]:
        line = course.sourceline or 0
        ukprn = self.ukprn or self._usual_ukprn
        if not re.fullmatch(r"\d{8}", ukprn):
            yield Fault(
                line,
                "The course stands in no institution, so it is not known whose it is. "
                "Give the UKPRN when you upload the file.",
            )
            return
        title = _text(course, "TITLE")[:200]
        for tag, (prefix, question) in _BLOCKS.items():
            for block in course.iterchildren(tag):
                yield from self._block(block, prefix, question, ukprn, title, course)

    def _block(
        self, block: Any, prefix: str, question: str, ukprn: str, title: str, course: Any
    ) -> Iterator[Reported | Fault | Skipped]:
        line = block.sourceline or 0
        given = {
            child.tag: (child.text or "").strip()
            for child in block.iterchildren()
            if isinstance(child.tag, str)
        }
        figures = {
            tag: text
            for tag, text in given.items()
            if _QUESTION.fullmatch(tag) and tag.startswith((question, "T"))
        }
        if not figures:
            yield Skipped(line, "A course without published results")
            return
        year = numbers.year(given.get("NSSAGGYEAR", "") or given.get("NSSYEAR1", "")) or self._year
        if year is None:
            yield Fault(line, "The block does not say its year. Give it when you upload the file.")
            return
        subject = given.get(f"{prefix}SBJ", "")[:160]
        name = "" if subject else title
        key = (ukprn, subject or _text(course, "KISCOURSEID")[:160], prefix, year)
        before = self._seen.setdefault(key, figures)
        if before is not figures:
            if before == figures:
                yield Skipped(line, "The figures of the subject, given with an earlier course")
            else:
                yield Fault(line, f"For {key[1]}, {_OTHER_SUBJECT}. The earlier ones count.")
            return
        try:
            n = numbers.count(given.get(f"{prefix}POP", ""))
            rate = numbers.number(given.get(f"{prefix}RESP_RATE", ""))
            for tag, text in figures.items():
                yield Reported(
                    line=line,
                    year=year,
                    kind=UnitKind.EDUCATION,
                    code=ukprn,
                    name="",
                    indicator=tag,
                    indicator_code=indicator_code(tag, year),
                    subject_code=key[1],
                    subject_name=name,
                    value=numbers.number(text),
                    n=n,
                    rate=rate,
                    is_aggregated=bool(given.get("NSSYEAR2")),
                )
        except numbers.NotANumber as error:
            yield Fault(line, f"“{shortened(str(error))}” is not a number.")


def _text(parent: Any, tag: str) -> str:
    found = parent.find(tag)
    return (found.text or "").strip() if found is not None else ""

"""Read official lists of organisations in their native form, trusting nothing in them.

The native form has no row of headings and 27 columns (counted from 1): 1 code, 2 name, 3 region,
4 ICB, 5 to 9 address, 10 postcode, 11 open date, 12 close date (the last day), both YYYYMMDD,
13 status (practices: A active, C closed, D dormant, P proposed), 15 parent organisation, 26
prescribing setting (practices: 4 is a GP practice).

The list of networks and their practices has 11: 1 practice, 2 its name, 3 and 4 its sub-ICB
location, 5 network, 6 its name, 7 and 8 the network's sub-ICB location, 9 and 10 the first and the
last day of the practice in it (YYYYMMDD), 11 whether the two locations are the same. It also comes
with a row of headings, as does the monthly mapping of practices published with the numbers of
patients; then columns are found by their names. That the native form has these columns in this
order is from public programs that read it; it could not be checked against the published file.

That column 15 holds the trust of a site follows from the layout that all these lists share; it
could not be checked against a published list of sites. Where it is empty the start of the site's
code stands for its trust, and the plan says so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from sightline.design.downloads import original_text
from sightline.organisations.ods import cells as cells_
from sightline.organisations.ods import names, sniff
from sightline.organisations.ods.cells import Fault, LeaveOut
from sightline.organisations.ods.sniff import CannotRead
from sightline.organisations.words import LoadKind

MOST_ROWS = 200_000
COLUMNS, NETWORK_COLUMNS = 27, 11
#: Stands between the cells of a row that is kept: one string takes a third of the memory.
CELL_END = "\x1f"
#: What the headings of a list of networks are called: each by any of these names.
_NETWORK_HEADINGS = {
    "practice": ("partner_organisation_code", "practice_code"),
    "network": ("pcn_code",),
    "name": ("pcn_name",),
    "from": ("practice_to_pcn_relationship_start_date",),
    "to": ("practice_to_pcn_relationship_end_date",),
}
#: What stands for the network of a practice that is in none.
_NO_NETWORK = ("", "U")
#: The headings of the second form in which sites come: one row of headings, any order.
_SITE_HEADINGS = {"site_code", "name", "trust_code"}
_HEADING_WORDS = {
    "organisation code", "organisation_code", "organisationcode", "ods code", "ods_code", "code",
    "site_code", "name", "national grouping", "national_grouping", "postcode", "open date",
    "open_date", "close date", "close_date", "status code", "status", "trust_code", "address",
    "partner organisation code", "partner_organisation_code", "practice_code", "practice code",
    "pcn code", "pcn_code", "pcn name", "pcn_name",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One organisation as the file has it. ``closed_date`` is the day after its last day.

    ``parent_code`` is an ICB for trusts and practices, a trust (or "") for sites. ``raw`` is the
    row as it stands in the file (its cells, see CELL_END), so that it can be handed back.
    """

    line: int
    code: str
    name: str
    parent_code: str
    postcode: str = ""
    opened_date: date | None = None
    closed_date: date | None = None
    provider_type: str = ""
    raw: str = ""


@dataclass(frozen=True)
class Remark:
    """Something to say about a line: what is wrong with it, or why it was left out."""

    line: int
    code: str
    sentence: str
    raw: str = ""


@dataclass
class Reading:
    """What a file holds. ``headings`` is its row of headings, if it has one."""

    rows: list[Row] = field(default_factory=list)
    errors: list[Remark] = field(default_factory=list)
    left_out: list[Remark] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    headings: tuple[str, ...] = ()


def read(file: BinaryIO, kind: LoadKind) -> Reading:
    """Read a whole file. Raises CannotRead, with a sentence, when it is not such a list."""
    encoding = sniff.encoding_of(file)
    reading = Reading()
    if encoding == "cp1252":
        reading.notes.append(
            "The file is not UTF-8, so it was read as Windows-1252. Check names with accents."
        )
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        _read_lines(text, kind, reading)
    finally:
        text.detach()
    if not (reading.rows or reading.errors or reading.left_out):
        raise CannotRead("The file has no rows. Download it again, then choose it again.")
    return reading


def _read_lines(text: io.TextIOWrapper, kind: LoadKind, reading: Reading) -> None:
    lines = _lines(text)
    first = next(lines, None)
    if first is None:
        return
    number, cells = first
    form: _Form = _NativeNetworks() if kind == LoadKind.NETWORKS else _Native(kind)
    if _is_heading(cells):
        reading.headings = tuple(cells)
        form = _headed_form(number, cells, kind, reading)
    else:
        if len(cells) not in (columns_of(kind), columns_of(kind) + 1):
            _refuse_count(text, number, cells, columns_of(kind))
        _take(form, number, cells, reading)
    for number, cells in lines:
        _take(form, number, cells, reading)
        if len(reading.rows) + len(reading.errors) + len(reading.left_out) > MOST_ROWS:
            raise CannotRead(
                f"The file has more than {MOST_ROWS:,} rows. No official list is that long."
            )
    _refuse_other_list(form, kind, reading)


def _lines(text: io.TextIOWrapper) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, each with the number of the line on which it begins."""
    reader = csv.reader(text)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise CannotRead(
                f"Line {number} cannot be read as CSV. A quotation mark that is never closed is "
                "the usual cause. Download the file again."
            ) from None
        if any(cell.strip() for cell in cells):
            yield number, [original_text(cell.strip()) for cell in cells]


def _is_heading(cells: list[str]) -> bool:
    return len({cell.lower() for cell in cells} & _HEADING_WORDS) >= 2


def _headed_form(number: int, cells: list[str], kind: LoadKind, reading: Reading) -> _Form:
    if kind == LoadKind.SITES and {cell.lower() for cell in cells} >= _SITE_HEADINGS:
        reading.notes.append(
            "The file has a row of headings, so its columns were found by their names."
        )
        return _HeadedSites(cells)
    if kind == LoadKind.NETWORKS:
        return _headed_networks(number, cells, reading)
    if len(cells) in (COLUMNS, COLUMNS + 1):
        reading.notes.append(f"Line {number} is a row of headings, so it was left out.")
        return _Native(kind)
    raise CannotRead(
        f"Line {number} is a row of headings with {len(cells)} columns. The official list has no "
        f"headings and {COLUMNS} columns. Choose the CSV file as it was published."
    )


def columns_of(kind: LoadKind) -> int:
    """How many columns the native form of a list has."""
    return NETWORK_COLUMNS if kind == LoadKind.NETWORKS else COLUMNS


def _headed_networks(number: int, cells: list[str], reading: Reading) -> _Form:
    place = {"_".join(cell.lower().split()): at for at, cell in enumerate(cells)}
    at = {
        what: place[name]
        for what, names_ in _NETWORK_HEADINGS.items()
        for name in names_
        if name in place
    }
    if not at.keys() >= {"practice", "network", "name"}:
        raise CannotRead(
            f"Line {number} is a row of headings without “PCN Code”, “PCN Name” and “Partner "
            "Organisation Code” or “PRACTICE_CODE”. Choose the CSV file as it was published."
        )
    reading.notes.append(
        "The file has a row of headings, so its columns were found by their names."
        + ("" if "from" in at else " It gives no days: changes count from the date of the file.")
    )
    return _Networks(at, len(cells))


def _refuse_count(text: io.TextIOWrapper, number: int, cells: list[str], expected: int) -> None:
    text.seek(0)
    sniff.refuse_other_separators(text.readline(100_000), expected)
    columns = "1 column" if len(cells) == 1 else f"{len(cells)} columns"
    raise CannotRead(
        f"Line {number} has {columns}. The official list has {expected}. "
        "Choose the CSV file as it was published."
    )


def _take(form: _Form, number: int, cells: list[str], reading: Reading) -> None:
    code = cells[form.code_at].upper() if len(cells) > form.code_at else ""
    try:
        reading.rows.append(form.row(number, cells))
    except Fault as fault:
        reading.errors.append(Remark(number, code[:12], str(fault), CELL_END.join(cells)))
    except LeaveOut as reason:
        reading.left_out.append(Remark(number, code[:12], str(reason)))


def _refuse_other_list(form: _Form, kind: LoadKind, reading: Reading) -> None:
    """The same 27 columns hold different lists: tell trusts and sites from practices."""
    rows = form.taken
    if kind == LoadKind.NETWORKS:
        return
    if rows and kind != LoadKind.PRACTICES and form.practice_like * 2 > rows:
        raise CannotRead(
            "This looks like the list of GP practices: it has their status and prescribing "
            f"setting. You chose “{kind.label}”. Choose the other list, or another file."
        )
    if rows and kind == LoadKind.PRACTICES and form.practice_like * 2 < rows:
        raise CannotRead(
            "This does not look like the list of GP practices: most rows have no prescribing "
            "setting (column 26). Choose another file, or say which list it is."
        )


class _Form:
    """How one line becomes a Row. Counts what it saw, to tell one list from another."""

    code_at = 0

    def __init__(self) -> None:
        self.taken = 0
        self.practice_like = 0

    def row(self, number: int, cells: list[str]) -> Row:
        raise NotImplementedError


class _Native(_Form):
    def __init__(self, kind: LoadKind) -> None:
        super().__init__()
        self.kind = kind

    def row(self, number: int, cells: list[str]) -> Row:
        # Files of errors that were mended have the problem in one column more.
        if len(cells) not in (COLUMNS, COLUMNS + 1):
            raise Fault(f"It has {len(cells)} columns. It must have {COLUMNS}.")
        self.taken += 1
        self.practice_like += bool(cells[12] and cells[25])
        _refuse_other_nations(cells[0].upper(), cells[2].upper(), cells[3].upper(), self.kind)
        if self.kind == LoadKind.PRACTICES:
            _leave_out_other_practices(cells[12].upper(), cells[25])
        opened, closed = cells_.dates(cells[10], cells[11])
        if self.kind == LoadKind.PRACTICES:
            _check_status(cells[12].upper(), closed)
        name = names.shown(cells_.name(cells[1]))
        types = {LoadKind.PRACTICES: "practice", LoadKind.TRUSTS: names.trust_type(name)}
        return Row(
            line=number,
            code=cells_.code(cells[0]),
            name=name,
            parent_code=cells[14 if self.kind == LoadKind.SITES else 3].upper(),
            postcode=cells_.postcode(cells[9]),
            opened_date=opened,
            closed_date=closed,
            provider_type=types.get(self.kind, ""),
            raw=CELL_END.join(cells),
        )


class _HeadedSites(_Form):
    """Sites with a row of headings: site_code, name and trust_code, perhaps postcode."""

    def __init__(self, headings: list[str]) -> None:
        super().__init__()
        self.at = {heading.lower(): place for place, heading in enumerate(headings)}
        self.columns = len(headings)
        self.code_at = self.at["site_code"]

    def row(self, number: int, cells: list[str]) -> Row:
        if len(cells) != self.columns:
            raise Fault(f"It has {len(cells)} columns. The headings have {self.columns}.")
        self.taken += 1
        postcode = cells[self.at["postcode"]] if "postcode" in self.at else ""
        return Row(
            line=number,
            code=cells_.code(cells[self.code_at]),
            name=names.shown(cells_.name(cells[self.at["name"]])),
            parent_code=cells[self.at["trust_code"]].upper(),
            postcode=cells_.postcode(postcode),
            raw=CELL_END.join(cells),
        )


class _Networks(_Form):
    """One spell of a practice in a network: ``at`` says where its cells are."""

    def __init__(self, at: dict[str, int], columns: int) -> None:
        super().__init__()
        self.at, self.columns = at, columns
        self.code_at = at["practice"]

    def row(self, number: int, cells: list[str]) -> Row:
        if len(cells) not in (self.columns, self.columns + 1):
            raise Fault(f"It has {len(cells)} columns. It must have {self.columns}.")
        self.taken += 1
        code = cells_.code(cells[self.code_at])
        if code.startswith("W"):
            raise LeaveOut("It is in Wales. Only organisations in England are loaded.")
        network = cells[self.at["network"]].upper()
        is_none = network in _NO_NETWORK
        first, last = (cells[self.at[one]] if one in self.at else "" for one in ("from", "to"))
        opened, closed = cells_.dates(first, last)
        return Row(
            line=number,
            code=code,
            name="" if is_none else names.shown(cells_.name(cells[self.at["name"]])),
            parent_code="" if is_none else cells_.code(network),
            opened_date=opened,
            closed_date=closed,
            raw=CELL_END.join(cells),
        )


class _NativeNetworks(_Networks):
    def __init__(self) -> None:
        at = {"practice": 0, "network": 4, "name": 5, "from": 8, "to": 9}
        super().__init__(at, NETWORK_COLUMNS)


def _refuse_other_nations(code: str, region: str, icb: str, kind: LoadKind) -> None:
    if region.startswith("W") or icb == "Q99" or (kind != LoadKind.TRUSTS and code.startswith("W")):
        raise LeaveOut("It is in Wales. Only organisations in England are loaded.")
    if not region and not icb:
        raise LeaveOut("It has no region and no ICB, so it is not in England.")


def _leave_out_other_practices(status: str, setting: str) -> None:
    if setting != "4":
        raise LeaveOut(f"It is not a GP practice (prescribing setting {setting or 'empty'}).")
    if status == "P":
        raise LeaveOut("It is proposed and has not opened yet.")
    if status == "D":
        raise LeaveOut("It is dormant: it neither works nor is closed.")


def _check_status(status: str, closed: date | None) -> None:
    if status not in ("A", "C"):
        raise Fault(f"The status “{status[:10]}” must be A, C, D or P.")
    if status == "C" and closed is None:
        raise Fault("Its status is closed (C) and it has no close date.")

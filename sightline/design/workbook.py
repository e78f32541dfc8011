"""A table as an Excel workbook that can be passed on: what it is, the rows, how to read them.

Three sheets. "Data" begins with the title, the source and the filters, then has one Excel table
whose headings stay in view and are printed on every page; a flag has its word, its shape and its
colour. "How to read it" says what flags and withheld mean and holds the notes. "Columns" is the
data dictionary. Text is stored as text, so nothing is ever run as a formula.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO

import xlsxwriter
from django.utils import timezone
from xlsxwriter.format import Format

from sightline.design import dictionary, flags, show
from sightline.design.dictionary import Plain
from sightline.design.flags import Flag
from sightline.design.tables import Column, Kind, Table, Withheld
from sightline.design.tables import written as shown

#: A worksheet holds 1,048,576 rows (Microsoft's limit), a cell 32,767 characters.
MOST_ROWS = 1_048_576
_LONGEST = 32_767
#: Widths of columns in characters: text that is longer is wrapped.
_NARROWEST, _WIDEST = 9, 48
#: Rows that are looked at for the width of a column.
_SAMPLE = 500
_A4 = 9
#: The header and the footer of a printed page hold 255 characters.
_LONGEST_HEADER = 200
_WITHHELD = "withheld"
# Control characters cannot stand in the XML of a workbook.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class TooManyRows(Exception):
    """The table has more rows than a worksheet can hold; the message says what to do."""


def about(table: Table, made_up: str) -> list[str]:
    """What stands above the rows: where they are from, when they were taken, what was chosen."""
    today = show.format_date(timezone.localdate())
    return [
        *([made_up] if table.made_up else []),
        f"Source: {table.source or 'Sightline'}. Taken on {today}.",
        *([f"Filters: {'; '.join(table.filters)}."] if table.filters else []),
    ]


def xlsx_bytes(table: Table, made_up: str) -> bytes:
    """The workbook. `made_up` is the sentence for data that are made up.

    Raises TooManyRows for more than a worksheet holds.
    """
    above = [table.caption, *about(table, made_up)]
    top = len(above) + 1
    if len(table.rows) + top + 1 > MOST_ROWS:
        raise TooManyRows(
            "This table has more rows than an Excel sheet can hold. Download it as CSV instead."
        )
    file = BytesIO()
    book = xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "remove_timezone": True,
        },
    )
    book.set_properties(
        {
            "title": storable(table.caption)[:255],
            "subject": storable(table.source)[:255],
            "comments": storable(" ".join(above[1:])),
        }
    )
    _Sheet(book, "Data", table, above, top).fill()
    _how_to_read(book, table, above)
    meaning = dictionary.as_table(table, dictionary.typed(table).entries)
    _Sheet(book, "Columns", meaning, [meaning.caption], 2).fill()
    book.close()
    return file.getvalue()


class _Sheet:
    """One worksheet with one Excel table, ready to be printed."""

    def __init__(
        self, book: xlsxwriter.Workbook, name: str, table: Table, above: list[str], top: int
    ) -> None:
        self.table, self.above, self.top, self.name = table, above, top, name
        self.sheet = book.add_worksheet(name)
        place = {"valign": "top"}
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": "#005EB8"})
        self.said = book.add_format({"font_color": "#4C6272"})
        self.head = book.add_format(
            {
                **place,
                "bold": True,
                "bg_color": "#005EB8",
                "font_color": "#FFFFFF",
                "text_wrap": True,
            }
        )
        self.text = book.add_format({**place, "text_wrap": True})
        self.day = book.add_format({**place, "num_format": "d mmmm yyyy", "align": "left"})
        hidden = {**place, "italic": True, "font_color": "#4C6272"}
        self.hidden = book.add_format(hidden)
        self.hidden_number = book.add_format({**hidden, "align": "right"})
        self.flags = flag_formats(book) if _has_flags(table) else {}
        self.formats = [
            book.add_format({**place, "num_format": _number_format(column)})
            for column in table.columns
        ]

    def fill(self) -> None:
        for line, said in enumerate(self.above):
            self.sheet.write_string(line, 0, storable(said), self.said if line else self.title)
        for number, row in enumerate(self.table.rows, start=self.top + 1):
            for place, value in enumerate(row):
                column = self.table.columns[place]
                if isinstance(value, Withheld):
                    looks = self.hidden_number if column.is_numeric else self.hidden
                    self.sheet.write_string(number, place, _WITHHELD, looks)
                else:
                    plain = dictionary.plain_value(value, column)
                    # What is said after the word, of its average, leaves the flag as it is.
                    word = str(plain).partition(",")[0]
                    looks = self.flags.get(word) if column.kind is Kind.FLAG else None
                    if looks is not None and isinstance(plain, str):
                        self.sheet.write_string(number, place, plain, looks)
                    else:
                        self._write(number, place, plain)
        for place in range(len(self.table.columns)):
            self.sheet.set_column(place, place, self._width(place))
        self._head()
        self._prints()

    def _head(self) -> None:
        """The headings: an Excel table where there are rows, so that screen readers say them."""
        headings = unique_headings([column.text for column in self.table.columns])
        last = len(headings) - 1
        if self.table.rows and headings:
            self.sheet.add_table(
                self.top,
                0,
                self.top + len(self.table.rows),
                last,
                {
                    "name": f"{self.name}_table",
                    "style": "Table Style Light 1",
                    "first_column": False,
                    "columns": [
                        {"header": heading, "header_format": self.head} for heading in headings
                    ],
                },
            )
        else:
            for place, heading in enumerate(headings):
                self.sheet.write_string(self.top, place, heading, self.head)
        self.sheet.freeze_panes(self.top + 1, 1 if self.table.first_is_header else 0)

    def _prints(self) -> None:
        """A4 across, one page wide, the headings on every page, title and page number."""
        self.sheet.set_landscape()
        self.sheet.set_paper(_A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.9, bottom=0.7)
        self.sheet.repeat_rows(self.top)
        title = storable(self.table.caption.strip() or "Table").replace("&", "&&")[:_LONGEST_HEADER]
        self.sheet.set_header(f"&L{title}")
        source = storable(self.table.source or "Sightline").replace("&", "&&")[:_LONGEST_HEADER]
        self.sheet.set_footer(f"&L{source}&RPage &P of &N")

    def _width(self, place: int) -> int:
        column = self.table.columns[place]
        # A heading may be wrapped between its words.
        longest = max((len(word) for word in column.text.split()), default=0) + 4
        for row in self.table.rows[:_SAMPLE]:
            longest = max(longest, len(shown(row[place], column)) + 2)
        return min(max(longest, _NARROWEST), _WIDEST)

    def _write(self, row: int, place: int, plain: Plain) -> None:
        if plain is None:
            return
        if isinstance(plain, str):
            self.sheet.write_string(row, place, storable(plain), self.text)
        elif isinstance(plain, datetime):
            self.sheet.write_string(row, place, dictionary.written(plain), self.text)
        elif isinstance(plain, date):
            self.sheet.write_datetime(row, place, plain, self.day)
        else:
            self.sheet.write_number(row, place, plain, self.formats[place])


def _how_to_read(book: xlsxwriter.Workbook, table: Table, above: list[str]) -> None:
    sheet = book.add_worksheet("How to read it")
    title = book.add_format({"bold": True, "font_size": 16, "font_color": "#005EB8"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100)
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    said = [
        *above,
        "The sheet “Data” has the rows. The sheet “Columns” says what each column means.",
        *table.notes,
    ]
    if any(isinstance(value, Withheld) for row in table.rows for value in row):
        said.append(dictionary.HOW_WITHHELD)
    for row, sentence in enumerate(said):
        sheet.write_string(row, 0, storable(sentence), wrapped if row else title)
    if _has_flags(table):
        looks = flag_formats(book)
        for row, flag in enumerate(flags.FLAGS.values(), start=len(said) + 1):
            said_of = f"{flag.word}: {flag.meaning[:1].lower()}{flag.meaning[1:]}"
            sheet.write_string(row, 0, said_of, looks[flag.word])


def _has_flags(table: Table) -> bool:
    return any(column.kind is Kind.FLAG for column in table.columns)


#: Of each flag: the fill of its cell and the colour of its shape and word, as on the pages.
_FLAG_COLOURS = {
    "red": ("#F7D0D0", "#7A0B0B"),
    "pink": ("#FBE3EE", "#7C1A50"),
    "white": ("#FFFFFF", "#212B32"),
    "light green": ("#E4F4EA", "#00401E"),
    "green": ("#B9DFC8", "#00401E"),
    "grey": ("#E8EDEE", "#4C6272"),
}


def flag_formats(book: xlsxwriter.Workbook) -> dict[object, Format]:
    """For the word of each flag, how its cell looks. The shape is shown and not part of the value,
    so that who sorts, filters or reads the file in a program meets the word alone."""
    return {flag.word: book.add_format(_looks(flag)) for flag in flags.FLAGS.values()}


def _looks(flag: Flag) -> dict[str, object]:
    fill, ink = _FLAG_COLOURS[flag.colour]
    return {
        "valign": "top",
        "bold": flag.colour in ("red", "green"),
        "bg_color": fill,
        "font_color": ink,
        "border": 1,
        "border_color": "#D8DDE0",
        "num_format": f'General;General;General;"{flag.shape}  "@',
    }


def unique_headings(headings: list[str]) -> list[str]:
    """As an Excel table needs them: never empty, never the same twice, at most 255 characters."""
    taken: set[str] = set()
    found = []
    for place, heading in enumerate(headings, start=1):
        # Excel writes a break in a heading as code, so it is a blank here.
        plain = " ".join(storable(heading).split())[:240] or f"Column {place}"
        name, again = plain, 2
        while name.casefold() in taken:
            name, again = f"{plain} ({again})", again + 1
        taken.add(name.casefold())
        found.append(name)
    return found


def _number_format(column: Column) -> str:
    if not column.is_numeric:
        return "General"
    if column.decimals is None and column.kind is Kind.NUMBER:
        return "General"
    places = column.decimals or 0
    return "#,##0" + (f".{'0' * places}" if places else "")


def storable(text: str) -> str:
    """Text as a workbook can hold it."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)[:_LONGEST]

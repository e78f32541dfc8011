"""Small files in the form of the official lists, for tests. Places and names are invented."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

COLUMNS = 27


def line(
    code: str,
    name: str,
    *,
    region: str = "YN1",
    icb: str = "QN1",
    postcode: str = "AB1 2CD",
    opened: str = "20010401",
    closed: str = "",
    status: str = "",
    parent: str = "",
    setting: str = "",
) -> list[str]:
    cells = [""] * COLUMNS
    cells[0:5] = [code, name, region, icb, "1 High Street"]
    cells[9:15] = [postcode, opened, closed, status, "", parent]
    cells[25] = setting
    return cells


def trust(code: str, name: str, **changed: str) -> list[str]:
    return line(code, name, **changed)


def site(code: str, name: str, **changed: str) -> list[str]:
    return line(code, name, **changed)


def practice(code: str, name: str, **changed: str) -> list[str]:
    return line(code, name, **{"status": "A", "setting": "4", **changed})


def as_bytes(lines: Iterable[list[str]], *, encoding: str = "utf-8", separator: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, delimiter=separator).writerows(lines)
    return text.getvalue().encode(encoding)


def as_file(lines: Iterable[list[str]], *, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO(as_bytes(lines, encoding=encoding))

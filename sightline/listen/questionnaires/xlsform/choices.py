"""The sheets "choices" and "external_choices" as lists of answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sightline.listen.questionnaires.form import Choice, Words
from sightline.listen.questionnaires.xlsform.sheets import MEDIA, Row, Sheet, rows_of

OTHER = Choice("other", {"en": "Other"})


def read(
    sheets: Mapping[str, Sheet],
    name: str,
    words: Callable[[Row, str], Words],
    faults: list[str],
    *,
    duplicates_allowed: bool,
) -> dict[str, tuple[Choice, ...]]:
    """Lists by name. What is wrong is added to ``faults``."""
    lists: dict[str, dict[str, Choice]] = {}
    first_rows: dict[tuple[str, str], int] = {}
    for row in rows_of(sheets, name):
        list_name, value = row.get("list_name"), row.get("name")
        if not list_name:
            continue
        if not value:
            faults.append(
                f"{row.where('name')}: an answer of the list “{list_name}” has no value. "
                "Write one without spaces."
            )
        elif before := first_rows.get((list_name, value)):
            if not duplicates_allowed:
                faults.append(
                    f"{row.where('name')}: the list “{list_name}” has the value “{value}” in row "
                    f"{before} already. Use each value once."
                )
        else:
            first_rows[list_name, value] = row.number
            lists.setdefault(list_name, {})[value] = Choice(
                value, words(row, "label"), _columns(row)
            )
    return {list_name: tuple(choices.values()) for list_name, choices in lists.items()}


def _columns(row: Row) -> dict[str, str]:
    """What filters ask about, under the heading as it is written; media by their kind."""
    columns = {
        heading.text: row.raw[heading.text]
        for heading in row.sheet.unknown
        if heading.text in row.raw
    }
    for kind in sorted(MEDIA):
        if files := row.words.get(kind):
            columns[kind] = next(iter(files.values()))
    return columns

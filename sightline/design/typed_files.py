"""A table as files for programs: Parquet and JSON, with its dictionary inside."""

from __future__ import annotations

import json
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.utils import timezone

from sightline.design import dictionary
from sightline.design.dictionary import Entry, Plain, Type, Typed
from sightline.design.tables import Table


def described(table: Table, entries: list[Entry], made_up: str) -> dict[str, Any]:
    """What a file says of itself before its rows."""
    return {
        "title": table.caption,
        "source": table.source or "Sightline",
        "taken_on": timezone.localdate().isoformat(),
        "made_up": made_up if table.made_up else None,
        "filters": list(table.filters),
        "how_to_read": [
            f"“{dictionary.WITHHELD_COLUMN}” names the columns whose value is withheld in a row. "
            + dictionary.HOW_WITHHELD,
            *table.notes,
        ],
        "columns": [
            {
                "name": one.name,
                "heading": one.heading,
                "type": str(one.type),
                "unit": one.unit,
                "decimals": one.decimals,
                "about": one.about or "As its heading says",
            }
            for one in entries
        ],
    }


def json_bytes(table: Table, made_up: str) -> bytes:
    """One object: what it is, its columns, its rows. What is withheld is null and named."""
    typed = dictionary.typed(table)
    found = described(table, typed.entries, made_up)
    found["rows"] = [
        {
            **{entry.name: _plain(value) for entry, value in zip(typed.entries, row, strict=True)},
            dictionary.WITHHELD_COLUMN: hidden,
        }
        for row, hidden in zip(typed.rows, typed.withheld, strict=True)
    ]
    return json.dumps(found, ensure_ascii=False, allow_nan=False, indent=1).encode()


def _plain(value: Plain) -> str | int | float | None:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value  # type: ignore[return-value]  # decimals are floats by now


def parquet_bytes(table: Table, made_up: str) -> bytes:
    """Columns with types; the dictionary stands in the file's and in each column's metadata."""
    import pyarrow as pa  # slow to import, and only needed here
    from pyarrow import parquet

    typed = dictionary.typed(table)
    found = described(table, typed.entries, made_up)
    fields = [
        pa.field(
            entry.name,
            _arrow(pa, entry.type),
            metadata={
                "heading": entry.heading,
                "about": entry.about or "As its heading says",
                "unit": entry.unit,
            },
        )
        for entry in typed.entries
    ]
    hidden = pa.field(
        dictionary.WITHHELD_COLUMN,
        pa.list_(pa.string()),
        metadata={"heading": "Withheld", "about": dictionary.HOW_WITHHELD},
    )
    columns = _columns(typed)
    rows = pa.table(
        [pa.array(values, field.type) for values, field in zip(columns, fields, strict=True)]
        + [pa.array(typed.withheld, hidden.type)],
        schema=pa.schema(
            [*fields, hidden],
            metadata={
                name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                for name, value in found.items()
                if value is not None
            },
        ),
    )
    file = BytesIO()
    parquet.write_table(rows, file, compression="zstd")
    return file.getvalue()


def _columns(typed: Typed) -> list[list[Plain]]:
    return [[row[place] for row in typed.rows] for place in range(len(typed.entries))]


def _arrow(pa: Any, type_: Type) -> Any:
    return {
        Type.TEXT: pa.string(),
        Type.WHOLE: pa.int64(),
        Type.NUMBER: pa.float64(),
        Type.DATE: pa.date32(),
        Type.MOMENT: pa.timestamp("us", tz="UTC"),
    }[type_]

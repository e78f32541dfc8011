"""The parts that a passport is made of: text and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

Content = dict[str, Any]


def section(
    key: str,
    heading: str,
    *,
    facts: Sequence[tuple[str, str]] = (),
    caption: str = "",
    columns: Sequence[str] = (),
    rows: Sequence[Sequence[str]] = (),
    notes: Sequence[str] = (),
) -> Content:
    return {
        "key": key,
        "heading": heading,
        "facts": [list(one) for one in facts],
        "table": {
            "caption": caption or heading,
            "columns": list(columns),
            "rows": [list(row) for row in rows],
        }
        if rows
        else None,
        "notes": list(notes),
    }


def more(total: int, shown: int, where: str) -> list[str]:
    """What a section says of what it does not list."""
    return [f"{total - shown:,} more: see {where}."] if total > shown else []


def digest(content: Content) -> str:
    """SHA-256 of a passport in hexadecimal, the same however its keys are ordered."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

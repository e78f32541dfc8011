"""Regular expressions of other people's forms, in time linear in the text (RE2)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import re2

from sightline.listen.questionnaires.expressions.tree import ExpressionRefused

LONGEST = 1_000


@lru_cache(maxsize=512)
def compiled(pattern: str) -> Any:
    """The compiled pattern. Raises ExpressionRefused for one that RE2 does not take."""
    if len(pattern) > LONGEST:
        raise ExpressionRefused(f"A regular expression has at most {LONGEST:,} characters here.")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 4 << 20
    try:
        return re2.compile(pattern, options)
    except (re2.error, UnicodeError) as error:
        reason = error.args[0] if error.args else ""
        said = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
        raise ExpressionRefused(
            f"The regular expression “{pattern[:80]}” cannot be used ({said}). References back "
            "and looking ahead or behind are not possible here."
        ) from None


def matches(text: str, pattern: str) -> bool:
    """Whether the pattern is found in the text; false for a pattern that cannot be used.

    A pattern that is written in a form is checked when the form is compiled; one that is put
    together while somebody answers must not break their page.
    """
    try:
        return compiled(pattern).search(text) is not None
    except ExpressionRefused:
        return False

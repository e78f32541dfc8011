"""An item with the history of its words."""

from __future__ import annotations

from dataclasses import dataclass

from sightline.listen.bank import words
from sightline.listen.bank.models import BankItem, Wording


@dataclass(frozen=True)
class Put:
    """One wording; ``breaks`` is true where trends stop before it."""

    wording: Wording
    breaks: bool
    languages: tuple[tuple[words.Tongue, str], ...]  # with the text


def history(item: BankItem) -> list[Put]:
    """Every wording of an item, the newest first, with its translations. Two queries."""
    found = list(
        item.wordings.select_related("made_by").prefetch_related("translations").order_by("number")
    )
    before = [None, *found]
    put = [
        Put(
            wording,
            earlier is not None and earlier.series != wording.series,
            tuple(
                (words.BY_CODE[code], text)
                for code, text in wording.in_languages().items()
                if code != words.FIRST and code in words.BY_CODE
            ),
        )
        for earlier, wording in zip(before, found, strict=False)
    ]
    return put[::-1]

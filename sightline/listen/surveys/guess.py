"""A first mapping from what stands in the columns of a file."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sightline.listen.surveys import mapping, shipped
from sightline.listen.surveys.answers import plain
from sightline.listen.surveys.questionnaire import CommentColumn, Item, Mapping, Scale, Theme

LEFT_OUT = ""
COMMENT = "comment"
NOT_ANSWERED = ("-", ".", "NULL", "None")
NOT_APPLICABLE = ("Not applicable", "N/A", "Does not apply")
PREFER_NOT_TO_SAY = ("Prefer not to say", "Rather not say")

#: Texts that stand among answers and are none.
_NO_ANSWER = {plain(text) for text in ("", *NOT_ANSWERED, *NOT_APPLICABLE, *PREFER_NOT_TO_SAY)}
_RESPONDENT = re.compile(r"respond|^id$|user.?id|participant|response.?id|learner.?id", re.I)
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}\b|\d{1,2}/\d{1,2}/\d{4}\b")
_WORDS = re.compile(r"[A-Za-z0-9]+")
#: So much of a column must fit for a guess.
_MOST = 0.8


@dataclass(frozen=True)
class Guess:
    """``role``: one of COLUMN_ROLES, "answer" (then ``scale`` is its code), COMMENT or LEFT_OUT."""

    role: str
    scale: str = ""


@cache
def known_scales() -> MappingOf[str, Scale]:
    """The scales that are offered, by code, in the order in which they are offered."""
    return mapping.parse_scales(shipped.text("scales"))


@cache
def _texts() -> dict[str, frozenset[str]]:
    return {
        code: frozenset(plain(text) for one in scale.answers for text in (one.text, *one.also))
        for code, scale in known_scales().items()
    }


def guess(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    codes: MappingOf[str, frozenset[str]],
) -> list[Guess]:
    """What each column may be.

    Args:
        rows: some hundred rows of the file.
        codes: for the roles provider, site, programme, profession and level, the texts that
            are known here, in their plain form.
    """
    found = [
        _column(heading, [row[place] for row in rows], codes)
        for place, heading in enumerate(headings)
    ]
    seen: set[str] = set()
    for place, one in enumerate(found):
        # Two columns of one role: the first one has it.
        if one.role in seen:
            found[place] = Guess(LEFT_OUT)
        if one.role not in ("answer", COMMENT, LEFT_OUT):
            seen.add(one.role)
    return found


def _column(heading: str, cells: Sequence[str], codes: MappingOf[str, frozenset[str]]) -> Guess:
    texts = [text for text in map(plain, cells) if text not in _NO_ANSWER]
    if not texts:
        return Guess(LEFT_OUT)
    for role, known in codes.items():
        if sum(text in known for text in texts) >= _MOST * len(texts):
            return Guess(role)
    distinct = set(texts)
    if _RESPONDENT.search(heading) and len(distinct) > _MOST * len(texts):
        return Guess("respondent")
    if sum(bool(_DAY.match(text)) for text in texts) >= _MOST * len(texts):
        return Guess("completed")
    scale = _scale(distinct)
    if scale:
        return Guess("answer", scale)
    return Guess(COMMENT) if _is_free_text(texts) else Guess(LEFT_OUT)


def _is_free_text(texts: Sequence[str]) -> bool:
    """Mostly sentences that nobody else wrote as well."""
    wordy = sum(len(text.split()) >= 4 for text in texts)
    return wordy >= len(texts) / 2 and len(set(texts)) > _MOST * len(texts)


def _scale(distinct: set[str]) -> str:
    """The first scale that has all these texts and of which more than one text is there."""
    if len(distinct) < 2:
        return ""
    return next((code for code, texts in _texts().items() if distinct <= texts), "")


def code_of(heading: str, taken: set[str]) -> str:
    """A code for the item of a column, unlike those that are taken."""
    base = "-".join(_WORDS.findall(heading))[:34].strip("-") or "item"
    code, number = base, 1
    while code.casefold() in taken:
        number += 1
        code = f"{base}-{number}"
    taken.add(code.casefold())
    return code


def mapping_of(
    survey: str,
    *,
    columns: MappingOf[str, str],
    fixed: MappingOf[str, str],
    scales: MappingOf[str, Scale],
    themes: tuple[Theme, ...],
    items: tuple[Item, ...],
    comments: tuple[CommentColumn, ...] = (),
    earlier: Mapping | None,
) -> Mapping:
    """A mapping in which texts are no answers as in the earlier one, or else as is usual."""
    taken = {
        plain(text)
        for scale in scales.values()
        for one in scale.answers
        for text in (one.text, *one.also)
    }

    def unlike_answers(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text for text in texts if plain(text) not in taken)

    headings = [one.column for one in items] + [one.column for one in comments]
    named = {plain(heading) for heading in (*headings, *columns.values())}
    return Mapping(
        survey=survey,
        framework=earlier.framework if earlier else "",
        columns=columns,
        fixed=fixed,
        scales=scales,
        themes=themes,
        items=items,
        comments=comments,
        # What people say of themselves is written into a mapping by hand, and kept from then on.
        characteristics=tuple(
            one
            for one in (earlier.characteristics if earlier else ())
            if plain(one.column) not in named
        ),
        not_answered=unlike_answers(earlier.not_answered if earlier else NOT_ANSWERED),
        not_applicable=unlike_answers(earlier.not_applicable if earlier else NOT_APPLICABLE),
        prefer_not_to_say=unlike_answers(
            earlier.prefer_not_to_say if earlier else PREFER_NOT_TO_SAY
        ),
    )

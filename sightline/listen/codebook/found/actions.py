"""Looking for themes, and what people make of them, goes through here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import NotPermitted, Refusal
from sightline.listen.codebook import actions as codebook
from sightline.listen.codebook import rules
from sightline.listen.codebook.found import queries
from sightline.listen.codebook.found.models import Example, FoundTheme, ThemeSearch, ThemeVerdict
from sightline.listen.codebook.found.words import How
from sightline.listen.codebook.learning.models import Proposal
from sightline.listen.codebook.models import Code
from sightline.listen.codebook.rules import is_for_two
from sightline.listen.comments.models import Comment
from sightline.listen.surveys.models import Round
from sightline.people.models import User
from sightline.trail import record

if TYPE_CHECKING:
    from sightline.listen.codebook.found.topics import Topics


def _found(
    texts: list[str], questions: list[str], say: Callable[[int, int], None] | None
) -> Topics:
    """Topics by words, or by meaning where a model is set; never by words instead of by meaning."""
    from sightline.listen.codebook.found import by_meaning, topics
    from sightline.listen.codebook.meaning import model

    if not settings.COMMENTS_MODEL:
        return topics.find(texts, questions)
    try:
        opened = model.opened(Path(settings.COMMENTS_MODEL))
        vectors = opened.vectors(topics.without_masked(texts), say)
    except model.NoModel as missing:
        raise Refusal(f"Themes were not looked for. {missing}") from missing
    return by_meaning.find(texts, questions, vectors)


def look(
    *, round: Round, by: User, at: datetime, say: Callable[[int, int], None] | None = None
) -> ThemeSearch:
    """Look for themes among the released comments of a round, all over the country.

    It takes a second by words and minutes by meaning, so no request does it. ``say`` is told how
    many of how many comments are read, where it goes by meaning.
    """
    viewer.require(by, Permission.CODE_COMMENTS)
    if refused := queries.why_not_look(round, at):
        raise Refusal(refused)
    readable = queries.looked_at(round).only("pk", "masked_text", "question")
    comments = list(readable.order_by("key"))
    found = _found([one.masked_text for one in comments], [one.question for one in comments], say)
    with transaction.atomic():
        search = ThemeSearch.objects.create(round=round, comments=len(comments), at=at, by=by)
        themes = FoundTheme.objects.bulk_create(
            FoundTheme(search=search, position=place, words=list(one.words), comments=one.comments)
            for place, one in enumerate(found.topics)
        )
        Example.objects.bulk_create(
            Example(theme=theme, comment=comments[place], weight=weight)
            for theme, one in zip(themes, found.topics, strict=True)
            for place, weight in one.examples
        )
        record.record(
            action="listen.codebook.found.look",
            subject=search,
            by=by,
            at=at,
            summary=f"{len(themes)} themes found among {len(comments):,} comments of {round}",
        )
    return search


@transaction.atomic
def settle(
    *, theme: FoundTheme, how: str, name: str, reason: str, by: User, at: datetime
) -> ThemeVerdict:
    """Name a found theme, make it a code, or discard it. The last verdict counts.

    A theme that becomes a code is proposed for the comments that are most about it.
    """
    if not by.patch(Permission.CODE_COMMENTS).nation:
        raise NotPermitted("Only somebody who codes for the whole country may do this.")
    found = FoundTheme.objects.select_for_update(of=("self",)).get(pk=theme.pk)
    if how not in How.values:
        raise Refusal("Choose what becomes of it.")
    name = rules.tidy(name)
    if how != How.DISCARDED and not name:
        raise Refusal("Enter a name for the theme.")
    if how == How.CODED and found.verdicts.filter(how=How.CODED).exists():
        raise Refusal("This theme has been made a code already. Change the code instead.")
    code = _code(found, name, by, at) if how == How.CODED else None
    made = ThemeVerdict.objects.create(
        theme=found,
        how=how,
        name="" if how == How.DISCARDED else name,
        code=code,
        reason=reason.strip(),
        at=at,
        by=by,
    )
    record.record(
        action="listen.codebook.found.settle",
        subject=found,
        by=by,
        at=at,
        summary=f"Found theme: {made.get_how_display().lower()}",
    )
    return made


def _code(theme: FoundTheme, name: str, by: User, at: datetime) -> Code:
    code = codebook.add(
        name=name,
        description=f"Found in comments by the words {', '.join(theme.words)}.",
        by=by,
        at=at,
    )
    examples = Example.objects.filter(
        theme=theme, comment__state=Comment.State.RELEASED, comment__codings=None
    ).select_related("comment")
    Proposal.objects.bulk_create(
        Proposal(comment=one.comment, code=code, score=one.weight)
        for one in examples
        if not is_for_two(one.comment.key)
    )
    return code

"""What people wrote in their own words goes to those who read it before anybody else does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sightline.listen.answering.store import Sent
from sightline.listen.comments import actions as comments
from sightline.listen.comments.models import Comment
from sightline.listen.questionnaires.form import Form
from sightline.listen.rounds.models import Collection

_NO_SLUG = re.compile(r"[^A-Za-z0-9_-]+")


def hand_over(
    collection: Collection, sent: Iterable[Sent], by_open_link: Iterable[Sent], at: datetime
) -> None:
    """Take the comments of a round that closes out of its answers; done once, however often called.

    ``sent`` are all answers that the round's results are made of, as closely placed as they may be.
    Only they count towards the ten of a group: anybody can answer by an open link, as often as they
    like, and would make a group of one look like one of ten. What is written ``by_open_link`` is
    kept under such a group like any other comment.
    """
    source = f"collection {collection.pk}"
    if Comment.objects.filter(round=collection.round, source=source).exists():
        return
    asked = _asked(collection.version.form)
    answered: Counter[tuple[str, str, str]] = Counter()
    said: list[comments.NewComment] = []
    for one in sent:
        place = one.placement
        answered[place.provider, place.programme, place.profession] += 1
        said += _comments(one, asked)
    for one in by_open_link:
        said += _comments(one, asked)
    if said:
        comments.take_in(
            round=collection.round,
            source=source,
            comments=said,
            answered=answered,
            by=None,
            at=at,
        )


def _comments(sent: Sent, asked: Mapping[str, tuple[str, str]]) -> Iterator[comments.NewComment]:
    place = sent.placement
    for path, text in sent.answers.items():
        # A repeat's questions are one question: "ward[2]/said" is asked as "ward/said".
        question = asked.get(re.sub(r"\[\d+\]", "", path))
        if question and text.strip():
            yield comments.NewComment(
                *question, text, place.provider, place.programme, place.profession
            )


def _asked(form: Form) -> dict[str, tuple[str, str]]:
    """By path, the code and the words of each question that is answered in words."""
    first = form.languages[0].code
    return {
        path: (
            _NO_SLUG.sub("-", path)[-40:],
            form.words(question.labels, first) or question.name,
        )
        for path, question in form.questions()
        if question.kind == "text"
    }

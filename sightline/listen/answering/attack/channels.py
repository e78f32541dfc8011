"""Every way that we know in which what is kept could say who gave which answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sightline.listen.answering import drafts
from sightline.listen.answering.attack import guessing
from sightline.listen.answering.attack.guessing import Guessed
from sightline.listen.answering.attack.history import Counted, History
from sightline.listen.answering.store import STORED, WAITING, Placement, Sent
from sightline.listen.sealing import seal

_LINK = re.compile(rb"/a/([A-Za-z0-9_-]{22})/")


@dataclass(frozen=True)
class Person:
    """Somebody on the roster: the number of their invitation and their place as it is kept there.
    The rest is what they alone know, to tell whether a guess is right."""

    invitation: int
    place: Placement
    token: str
    answers: tuple[int, ...]
    words: str


def without_key(
    people: Sequence[Person],
    history: History,
    counted: Counted | None,
    files: bytes,
    log: str,
) -> list[Guessed]:
    """Of a closed round.

    Args:
        files: all that lies in any file, one after another.
        log: of the web server.
    """
    found = [_in_the_open(people, files + log.encode()), _by_links(people, history, files, log)]
    if counted is not None:
        found += _orders(people, history, counted)
        found.append(_by_totals(people, history, counted))
    return [*found, *_by_words(people, history)]


def _in_the_open(people: Sequence[Person], files: bytes) -> Guessed:
    """Links, or whole drafts and answers that were kept as they are."""
    right = sum(one.token.encode() in files for one in people)
    return Guessed("links to be read in files or logs", len(people), right, 0.0)


def _by_links(people: Sequence[Person], history: History, files: bytes, log: str) -> Guessed:
    """Every link that stands anywhere opens the drafts that were ever saved under it."""
    texts = {one.words for one in people}
    opened = 0
    for token in set(_LINK.findall(files + log.encode())):
        for sealed in history.drafts.get(drafts.name_of(token.decode()), []):
            if not sealed:
                continue
            try:
                written = drafts.read(sealed, token.decode())
            except seal.CannotOpen:
                continue
            if texts & set(written.answers.values()):
                opened += 1
                break
    return Guessed("drafts opened with such links", len(people), opened, 0.0)


def _orders(people: Sequence[Person], history: History, counted: Counted) -> Iterator[Guessed]:
    """Somebody's place among those of their cell, and a row's place among its rows."""
    rows = list(enumerate(counted.places))
    by_invitation = {one.invitation: one for one in people}
    answered = [by_invitation[one] for one in history.people if one in by_invitation]

    def is_right(person: Person, row: int) -> bool:
        return person.answers == tuple(int(answer) for answer in counted.answers[row])

    for name, order in (("the roster", list(people)), ("answering", answered)):
        pairs = [(one, one.place) for one in order]
        yield guessing.by_order(f"order of {name}, order of rows", pairs, rows, is_right)
        yield guessing.by_order(f"order of {name}, rows backwards", pairs, rows[::-1], is_right)
    batch = {person: number for number, those in enumerate(history.batches()) for person in those}
    in_batches = sorted(answered, key=lambda one: (batch.get(one.invitation, -1), one.invitation))
    pairs = [(one, one.place) for one in in_batches]
    yield guessing.by_order("order of batches, order of rows", pairs, rows, is_right)


def _by_totals(people: Sequence[Person], history: History, counted: Counted) -> Guessed:
    """Numbers that were published while it was open: what each added is the sum of the rows of
    those who entered meanwhile, and what they lack at the close of those who came last."""
    way = "published numbers, solved for rows"
    ones = counted.ones
    versions: list[tuple[int, NDArray[np.int64]]] = [(0, np.zeros(ones.shape[1], np.int64))]
    for entered, kept in history.published:
        counts = _as_counts(kept, counted)
        if counts is None:
            return Guessed(f"{way} (they cannot be read)", 0, 0, 0.0)
        versions.append((entered, counts))
    place_of = {one.invitation: one.place for one in people}
    if len(versions) == 1:
        return Guessed(way, 0, 0, 0.0)
    batches = history.batches()
    versions.append((len(batches), ones.sum(axis=0, dtype=np.int64)))
    subsets = [
        ([person for those in batches[before:after] for person in those], late - early)
        for (before, early), (after, late) in pairwise(versions)
    ]
    answers = {one.invitation: one.answers for one in people}

    def is_right(person: int, row: int) -> bool:
        return answers[person] == tuple(int(answer) for answer in counted.answers[row])

    return guessing.by_subset(way, subsets, ones, counted.places, place_of, is_right)


def _as_counts(kept: bytes, counted: Counted) -> NDArray[np.int64] | None:
    """(items × answers) as `Counted.ones` has them, from int32 of (items, answers)."""
    items = counted.answers.shape[1]
    if len(kept) % (4 * items):
        return None
    counts = np.frombuffer(kept, np.int32).reshape(items, -1).astype(np.int64)
    if counts.min() < 0 or counts.sum(axis=1).max() > len(counted.answers):
        return None
    return counts.T[: int(counted.answers.max(initial=1))].reshape(-1)


def _by_words(people: Sequence[Person], history: History) -> Iterator[Guessed]:
    """Comments: by their order, and by the size of the row that somebody's answers waited in."""
    by_invitation = {one.invitation: one for one in people}
    answered = [by_invitation[one] for one in history.people if one in by_invitation]

    def is_right(person: Person, at: int) -> bool:
        return person.words == history.written[at]

    # A comment stands under a group of ten or more, or none: as if all were of one.
    rows = [(at, None) for at in range(len(history.written))]
    pairs = [(one, None) for one in answered]
    yield guessing.by_order("order of answering, order of comments", pairs, rows, is_right)
    sizes = {
        by_invitation[person]: len(laid.sealed)
        for person, laid in history.waited.items()
        if person in by_invitation and laid.sealed
    }
    yield guessing.by_length("largest rows, longest comments", sizes, history.written, is_right)


def with_key(people: Sequence[Person], history: History, key: bytes) -> Iterator[Guessed]:
    """Of an open round, by somebody who has its key too: rows of the store by their order, and
    rows that waited by when they came."""
    stored = [Sent.opened(key, STORED, one) for one in history.stored]
    by_invitation = {one.invitation: one for one in people}
    answered = [by_invitation[one] for one in history.people if one in by_invitation]

    def is_right(person: Person, row: int) -> bool:
        return person.words in stored[row].answers.values()

    rows = [(at, one.placement) for at, one in enumerate(stored)]
    pairs = [(one, one.place) for one in answered]
    yield guessing.by_order("order of answering, order of stored rows", pairs, rows, is_right)
    right = tried = 0
    for person, laid in history.waited.items():
        if not laid.sealed:
            continue
        tried += 1
        try:
            sent = Sent.opened(key, WAITING, laid.sealed)
        except seal.CannotOpen:
            continue
        right += by_invitation[person].words in sent.answers.values()
    yield Guessed("rows that waited, as the log has them", tried, right, tried / 5)

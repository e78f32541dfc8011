"""How comments come in: shuffled, masked, under a large group; and what time does to them."""

from __future__ import annotations

import hmac
import random
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sightline.base.working_days import add_working_days
from sightline.listen.comments import cells, personal_data, urgent
from sightline.listen.comments.cells import Cell
from sightline.listen.comments.models import Comment, CommentDecision
from sightline.listen.comments.themes import Proposer
from sightline.listen.comments.words import URGENT_DAYS, USUAL_WORKING_DAYS
from sightline.listen.surveys.models import Round
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.people.models import User
from sightline.results.models import Measure
from sightline.trail import record

#: Longer texts are no comments: they are cut.
LONGEST = 10_000
#: Codes in one condition; a database takes some thousands. Beyond, all are read.
_MOST_CODES = 5_000
#: How many answered at (provider, programme, profession), each a code or "".
Answered = Mapping[tuple[str, str, str], int]


@dataclass(frozen=True, slots=True)
class NewComment:
    """One free-text answer. Codes are "" where not known; ``theme`` is a code of the survey's."""

    question: str
    question_label: str
    text: str
    provider: str = ""
    programme: str = ""
    profession: str = ""
    theme: str = ""


@transaction.atomic
def take_in(
    *,
    round: Round,
    source: str,
    comments: Sequence[NewComment],
    answered: Answered | None,
    by: User | None,
    at: datetime,
) -> int:
    """Keep the comments of a file or a batch, to be read by a moderator. Gives how many.

    Blank ones are left out. ``answered`` counts everybody who answered, with or without a comment:
    each comment is then kept under a group of ten or more. While a round runs it is not known yet:
    give None, and call ``settle`` when the round closes; nobody reads the comments before.

    Comments of the round from another ``source`` are replaced: one that comes again keeps what was
    decided about it, one that does not is deleted, or withheld if it was decided.
    """
    new = [one for one in comments if one.text.strip()]
    places = _Places({one.provider for one in new}, answered)
    random.SystemRandom().shuffle(new)
    prints = [_fingerprint(round, one) for one in new]
    known = _replaced(round, source, Counter(prints), by, at)
    propose = Proposer(
        list(Measure.objects.filter(survey=round.survey.code).order_by("position", "code"))
    )
    day = timezone.localdate(at)
    made = []
    for one, fingerprint in zip(new, prints, strict=True):
        if known[fingerprint]:
            known[fingerprint] -= 1
            continue
        text = one.text.strip()[:LONGEST].replace("\x00", "")
        found = personal_data.find(text)
        why = urgent.reasons(text)
        made.append(
            Comment(
                round=round,
                source=source,
                question=one.question,
                question_label=one.question_label[:200],
                theme=one.theme or propose.theme(text),
                **places.of(one),
                fingerprint=fingerprint,
                is_settled=answered is not None,
                raw_text=text,
                masked_text=personal_data.mask(text, found),
                found=[[each.kind.value, each.start, each.end] for each in found],
                urgent=[each.name for each in why],
                is_urgent=bool(why),
                received_date=day,
                due_date=day + timedelta(days=URGENT_DAYS)
                if why
                else add_working_days(day, USUAL_WORKING_DAYS),
            )
        )
    Comment.objects.bulk_create(made, batch_size=500)
    if made:
        record.record(
            action="listen.comments.take_in",
            subject=round,
            by=by,
            at=at,
            reference=round.survey.code,
            summary=f"{len(made):,} comments of {round} wait to be read.",
        )
    return len(made)


@transaction.atomic
def settle(*, round: Round, answered: Answered, by: User | None, at: datetime) -> None:
    """Now that everybody who answered is counted, keep each comment under a large enough group."""
    waiting = list(
        Comment.objects.select_for_update(of=("self",))
        .select_related("organisation", "profession", "programme")
        .filter(round=round, is_settled=False)
    )
    places = _Places({one.organisation.code for one in waiting if one.organisation}, answered)
    for one in waiting:
        place = places.of(
            NewComment(
                "",
                "",
                "",
                provider=one.organisation.code if one.organisation else "",
                programme=one.programme.code if one.programme else "",
                profession=one.profession.code if one.profession else "",
            )
        )
        one.organisation = place["organisation"]  # type: ignore[assignment]
        one.profession = place["profession"]  # type: ignore[assignment]
        one.programme = place["programme"]  # type: ignore[assignment]
        one.is_settled = True
    Comment.objects.bulk_update(
        waiting, ["organisation", "profession", "programme", "is_settled"], batch_size=500
    )
    record.record(
        action="listen.comments.settle",
        subject=round,
        by=by,
        at=at,
        reference=round.survey.code,
        summary=f"The comments of {round} were put under groups of {cells.LEAST} or more.",
    )


def forget(*, round: Round, by: User | None, at: datetime) -> None:
    """Forget by what comments of a corrected file were known: the round is final."""
    Comment.objects.filter(round=round).update(fingerprint=None)


@transaction.atomic
def lift_urgent(*, by: User | None, at: datetime) -> int:
    """Put urgent comments that nobody has taken on within a day before the national leads."""
    late = list(
        Comment.objects.select_for_update()
        .to_read()
        .filter(
            is_urgent=True,
            taken_on_by=None,
            lifted_at=None,
            received_date__lt=timezone.localdate(at),
        )
    )
    Comment.objects.filter(pk__in=[one.pk for one in late]).update(lifted_at=at)
    record.write_many(
        record.line(
            action="listen.comments.lift_urgent",
            subject=one,
            by=by,
            at=at,
            reference=one.key,
            summary="Nobody took an urgent comment on within a day: put before national leads",
            fields=["lifted_at"],
            is_internal=True,
        )
        for one in late
    )
    return len(late)


def _fingerprint(round: Round, one: NewComment) -> bytes:
    said = "\x1f".join(
        (str(round.pk), one.question, one.provider, one.programme, one.profession, one.text.strip())
    )
    return hmac.digest(f"comments {settings.SECRET_KEY}".encode(), said.encode(), "sha256")[:16]


def _replaced(
    round: Round, source: str, coming: Counter[bytes], by: User | None, at: datetime
) -> Counter[bytes]:
    """Take comments of other sources over into this one, or away. Gives those that are here."""
    others = list(
        Comment.objects.select_for_update()
        .filter(round=round)
        .exclude(source=source)
        .order_by("pk")
    )
    left, known = Counter(coming), Counter[bytes]()
    gone: dict[bool, list[Comment]] = defaultdict(list)
    stay = []
    for one in others:
        fingerprint = bytes(one.fingerprint or b"")
        if left[fingerprint]:
            left[fingerprint] -= 1
            known[fingerprint] += 1
            stay.append(one.pk)
        else:
            gone[one.state == Comment.State.WAITING].append(one)
    Comment.objects.filter(pk__in=stay).update(source=source)
    Comment.objects.filter(pk__in=[one.pk for one in gone[True]]).delete()
    decided = [one for one in gone[False] if one.state == Comment.State.RELEASED]
    Comment.objects.filter(pk__in=[one.pk for one in decided]).update(
        state=Comment.State.WITHHELD, is_public=False
    )
    CommentDecision.objects.bulk_create(
        CommentDecision(
            comment=one,
            outcome=CommentDecision.Outcome.WITHHELD,
            because="REPLACED",
            by=by,
            at=at,
        )
        for one in decided
    )
    return known


class _Places:
    """Turns codes into records, under a group of ten or more where everybody is counted."""

    def __init__(self, codes: Collection[str], answered: Answered | None) -> None:
        wanted = {*codes, *(provider for provider, _, _ in answered or ())}
        found = Organisation.objects.select_related("region").filter(
            kind__in=[*Organisation.PROVIDER_KINDS, Organisation.Kind.REGION]
        )
        if len(wanted) <= _MOST_CODES:
            regions = Organisation.objects.filter(kind=Organisation.Kind.REGION)
            found = found.filter(code__in=wanted) | regions.select_related("region")
        self._organisations = {one.code: one for one in found}
        self._programmes = {one.code: one for one in Programme.objects.select_related("profession")}
        self._professions = {one.code: one for one in Profession.objects.all()}
        self._kept: dict[Cell, Cell] | None = None
        if answered is not None:
            counts: Counter[Cell] = Counter()
            for (provider, programme, profession), count in answered.items():
                counts[self._cell(provider, programme, profession)] += count
            self._kept = cells.kept(counts)

    def _cell(self, provider: str, programme: str, profession: str) -> Cell:
        place, taught = self._organisations.get(provider), self._programmes.get(programme)
        if place is None:
            return Cell()
        if place.kind == Organisation.Kind.REGION:
            return Cell(place.code)
        return Cell(
            place.region.code if place.region else "",
            place.code,
            taught.profession.code
            if taught
            else profession
            if profession in self._professions
            else "",
            taught.code if taught else "",
        )

    def of(self, one: NewComment) -> dict[str, Organisation | Profession | Programme | None]:
        cell = self._cell(one.provider, one.programme, one.profession)
        if self._kept is not None:
            # A cell in which nobody is counted has no group of its own.
            while cell not in self._kept and cell != Cell():
                cell = cell.wider
            cell = self._kept.get(cell, Cell())
        return {
            "organisation": self._organisations.get(cell.provider or cell.region),
            "profession": self._professions.get(cell.profession),
            "programme": self._programmes.get(cell.programme),
        }

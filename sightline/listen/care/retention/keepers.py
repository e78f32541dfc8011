"""For each class of record: how much is held, what is due, and how one batch of it goes.

A keeper never decides how long something is kept: it is given the days (see policy.py). What a
noun has its own action for is done by that action.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sightline.listen.answering import closing
from sightline.listen.answering.models import Draft, StoredAnswer, WaitingAnswer
from sightline.listen.care.models import DataRequest
from sightline.listen.care.retention.policy import RecordClass
from sightline.listen.codesign.models import Conversation, Participant
from sightline.listen.comments import wiping
from sightline.listen.comments.models import Comment
from sightline.listen.imports import actions as imports
from sightline.listen.imports import forgetting, storage
from sightline.listen.imports.models import SurveyImport
from sightline.listen.invitations.messages import actions as messages
from sightline.listen.invitations.messages.models import Contact
from sightline.listen.invitations.models import Invitation
from sightline.listen.invitations.policy import policy_on as contact_policy_on
from sightline.listen.invitations.roster import actions as rosters
from sightline.listen.invitations.roster.models import Roster
from sightline.listen.news.models import NewsAddress
from sightline.listen.rounds.models import Collection
from sightline.listen.surveys.models import Round
from sightline.listen.voices import actions as voices
from sightline.listen.voices import retention as voice_retention
from sightline.listen.voices.models import Voice, VoicePolicy
from sightline.listen.voices.receipts import actions as receipts
from sightline.listen.voices.receipts.models import ReceiptAttempt
from sightline.listen.voices.words import STORIES, Outcome

#: Rows that go in one transaction.
BATCH = 1_000
#: Cases that are erased in one transaction: each takes several statements.
_CASES = 50

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Keeper:
    """``step`` takes away one batch and gives its size; 0: nothing was due any more.

    ``days`` gives the number where the noun keeps it itself. ``is_whole``: the step brings its own
    transactions.
    """

    held: Callable[[], int]
    due: Callable[[datetime, int], int] = lambda at, days: 0
    step: Callable[[datetime, int], int] = lambda at, days: 0
    days: Callable[[datetime], int] | None = None
    is_whole: bool = False


def days_of(of: RecordClass, keeper: Keeper, at: datetime) -> int | None:
    """How long a class is kept: by the noun's own policy, else by the file."""
    return keeper.days(at) if keeper.days else of.days


def _of_rows(
    held: Callable[[], Rows],
    due: Callable[[datetime, int], Rows],
    take_away: Callable[[Sequence[Any], datetime], object],
    *,
    days: Callable[[datetime], int] | None = None,
    batch: int = BATCH,
) -> Keeper:
    """A keeper of rows that can be taken away by their keys."""

    def step(at: datetime, days: int) -> int:
        keys = list(due(at, days).order_by("pk").values_list("pk", flat=True)[:batch])
        if keys:
            take_away(keys, at)
        return len(keys)

    return Keeper(lambda: held().count(), lambda at, days: due(at, days).count(), step, days)


def _deleted(kind: Any) -> Callable[[Sequence[Any], datetime], object]:
    return lambda keys, at: kind.objects.filter(pk__in=keys).delete()


def _before(at: datetime, days: int) -> datetime:
    return at - timedelta(days=days)


def _closed(at: datetime, days: int) -> QuerySet[Collection]:
    return Collection.objects.filter(
        state=Collection.State.CLOSED, closed_at__lte=_before(at, days)
    )


def _with_address() -> Rows:
    return Invitation.objects.exclude(address="")


def _sealed(of: Rows | None = None) -> int:
    rows = (WaitingAnswer.objects, StoredAnswer.objects)
    return sum(kind.count() if of is None else kind.filter(collection__in=of).count()
               for kind in rows)  # fmt: skip


def _finish_one(at: datetime, days: int) -> int:
    """Close one round to its end; how many sealed answers were counted and deleted."""
    for collection in _closed(at, days).order_by("pk"):
        mine = Collection.objects.filter(pk=collection.pk)
        if count := _sealed(mine):
            closing.finish(collection=collection, at=at)
            return count
    return 0


def _voices(part: Q, days: Callable[[VoicePolicy], int]) -> Keeper:
    def erase(keys: Sequence[Any], at: datetime) -> None:
        for voice in Voice.objects.filter(pk__in=keys):
            voices.erase(voice=voice, because="kept as long as it is kept", by=None, at=at)

    return _of_rows(
        lambda: Voice.objects.filter(part, erased_on=None),
        lambda at, _: voice_retention.due(timezone.localdate(at)).filter(part),
        erase,
        days=lambda at: days(VoicePolicy.on(timezone.localdate(at))),
        batch=_CASES,
    )


def _comments(state: str) -> Keeper:
    def held() -> Rows:
        return Comment.objects.filter(state=state).exclude(masked_text=wiping.GONE)

    def due(at: datetime, days: int) -> Rows:
        decided = held().annotate(decided_at=Max("decisions__at"))
        return decided.filter(decided_at__lte=_before(at, days))

    return _of_rows(held, due, lambda keys, at: wiping.wipe(keys=keys, at=at))


def _import_files(at: datetime, days: int) -> Rows:
    States = SurveyImport.State
    return SurveyImport.objects.filter(
        state__in=[States.UPLOADED, States.REFUSED, States.CHECKED, States.FAILED],
        uploaded_at__lte=_before(at, days),
    ).exclude(mended_by__state=States.DONE)


def _forget_files(at: datetime, days: int) -> int:
    """Files that were never used, then folders that no import knows."""
    unused = forgetting.forget_unused(found=_import_files(at, days)[:_CASES], at=at)
    return unused or len(imports.sweep(by=None, at=at))


def _import_errors() -> Rows:
    return SurveyImport.objects.filter(state=SurveyImport.State.DONE).exclude(errors_name="")


_CONCERN, _STORY = Q(outcome=Outcome.CONCERN), Q(kind__in=STORIES)

KEEPERS: dict[str, Keeper] = {
    "contact-days": _of_rows(
        Contact.objects.all,
        lambda at, days: Contact.objects.filter(
            on_date__lt=timezone.localdate(at) - timedelta(days=days)
        ),
        _deleted(Contact),
        days=lambda at: contact_policy_on(timezone.localdate(at)).within_days,
    ),
    "invitation-addresses": Keeper(
        lambda: _with_address().count(),
        lambda at, days: _with_address().filter(collection__in=_closed(at, 0)).count(),
        lambda at, days: messages.wipe(by=None, at=at),
    ),
    "invitations": _of_rows(
        Invitation.objects.all,
        lambda at, days: Invitation.objects.filter(collection__in=_closed(at, days)),
        _deleted(Invitation),
    ),
    "roster-files": Keeper(
        lambda: Roster.objects.with_files().count(),
        lambda at, days: Roster.objects.to_forget(at, timedelta(days=days)).count(),
        lambda at, days: rosters.forget(by=None, at=at, kept=timedelta(days=days)),
    ),
    "drafts": _of_rows(
        Draft.objects.all,
        lambda at, days: Draft.objects.filter(collection__in=_closed(at, days)),
        _deleted(Draft),
    ),
    "sealed-answers": Keeper(
        _sealed,
        lambda at, days: _sealed(_closed(at, days)),
        _finish_one,
        is_whole=True,
    ),
    "news-unconfirmed": _of_rows(
        lambda: NewsAddress.objects.filter(is_confirmed=False),
        lambda at, days: NewsAddress.objects.filter(
            is_confirmed=False, asked_date__lt=timezone.localdate(at) - timedelta(days=days)
        ),
        _deleted(NewsAddress),
    ),
    "news-addresses": _of_rows(
        lambda: NewsAddress.objects.filter(is_confirmed=True),
        lambda at, days: NewsAddress.objects.filter(
            is_confirmed=True, asked_date__lt=timezone.localdate(at) - timedelta(days=days)
        ),
        _deleted(NewsAddress),
    ),
    "voices-concerns": _voices(_CONCERN, lambda policy: policy.keep_concern_days),
    "voices-stories": _voices(~_CONCERN & _STORY, lambda policy: policy.keep_story_days),
    "voices-other": _voices(~_CONCERN & ~_STORY, lambda policy: policy.keep_other_days),
    "receipt-tries": Keeper(
        lambda: ReceiptAttempt.objects.count(),
        lambda at, days: ReceiptAttempt.objects.filter(last_at__lt=_before(at, days)).count(),
        lambda at, days: receipts.forget(by=None, at=at),
        days=lambda at: receipts.FORGET_AFTER.days,
    ),
    "comments-withheld": _comments(Comment.State.WITHHELD),
    "comments-released": _comments(Comment.State.RELEASED),
    "codesign-votes": _of_rows(
        Participant.objects.all,
        lambda at, days: Participant.objects.filter(
            conversation__state=Conversation.State.CLOSED,
            conversation__closed_at__lte=_before(at, days),
        ),
        _deleted(Participant),
    ),
    "import-files": Keeper(
        lambda: len(storage.folders()),
        lambda at, days: _import_files(at, days).count(),
        _forget_files,
    ),
    "import-errors": _of_rows(
        _import_errors,
        lambda at, days: _import_errors().filter(finished_at__lte=_before(at, days)),
        lambda keys, at: forgetting.forget_errors(keys=keys, at=at),
    ),
    "import-respondents": Keeper(lambda: Round.objects.exclude(respondent_key=None).count()),
    "sessions": _of_rows(
        Session.objects.all,
        lambda at, days: Session.objects.filter(expire_date__lte=_before(at, days)),
        _deleted(Session),
    ),
    "tasks": _of_rows(
        DBTaskResult.objects.all,
        lambda at, days: DBTaskResult.objects.filter(finished_at__lte=_before(at, days)),
        _deleted(DBTaskResult),
    ),
    "requests": Keeper(lambda: DataRequest.objects.exclude(asked_sealed=None).count()),
}

"""Who answers: somebody with a link. Which round it is, what they wrote, and what they may do.

The token of a link comes once in an address. From then on it is carried by a cookie for two hours,
sealed under the service's own key, and by a hidden field of every page: a page that was left open
longer than the cookie lives can still be saved.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sightline.design.show import format_date, format_moment
from sightline.listen.answering import drafts, store, words
from sightline.listen.answering.rules import Standing, standing
from sightline.listen.invitations import links
from sightline.listen.invitations.models import Invitation, OpenLink
from sightline.listen.questionnaires import compiled
from sightline.listen.questionnaires.compiled import Compiled
from sightline.listen.questionnaires.models import QuestionnaireVersion
from sightline.listen.questionnaires.tongues import Tongue
from sightline.listen.rounds.models import Collection
from sightline.listen.sealing import seal

COOKIE = "answering"
COOKIE_SECONDS = 2 * 60 * 60
PATH = "/a/"
#: The hidden field. No question has a name with a colon in front.
FIELD = ":visit"


@dataclass(frozen=True)
class Visit:
    """Somebody with a link that leads to a round. Records are read when they are asked for: most
    of what people do is saving, which needs none of them."""

    token: str
    collection_id: int
    state: str
    invitation_id: int | None
    invited_in: str  # the language that the roster gives
    draft: drafts.Kept | None
    written: drafts.Written

    @property
    def standing(self) -> Standing:
        return standing(
            state=self.state,
            is_sent=self.draft is not None and self.draft.is_sent,
            is_completed=self._is_completed,
            has_draft=self.draft is not None,
        )

    # Whether the invitation says that they have answered.
    _is_completed: bool = False

    @cached_property
    def collection(self) -> Collection:
        # Without its version: the whole questionnaire would be read with every page.
        return Collection.objects.select_related("round__survey", "place", "notice").get(
            pk=self.collection_id
        )

    @cached_property
    def invitation(self) -> Invitation | None:
        return None if self.is_open else links.invitation_of(self.token)

    @cached_property
    def open_link(self) -> OpenLink | None:
        found = OpenLink.objects.select_related("organisation__provider", "environment__site")
        return found.filter(pk=self.written.open_link).first()

    @property
    def compiled(self) -> Compiled:
        return _compiled(self.collection_id)

    @property
    def room(self) -> int:
        """How long everything that is sealed of what people write is: see store.room_of."""
        return _room(self.collection_id)

    @property
    def language(self) -> str:
        return self.compiled.language(self.written.language or self.invited_in)

    @property
    def tongue(self) -> Tongue:
        """The language in which the service itself speaks to them."""
        return words.tongue(self.language)

    @property
    def is_open(self) -> bool:
        """Did they come by an open link?"""
        return self.invitation_id is None

    @property
    def carried(self) -> str:
        """What the hidden field of a page holds."""
        return _box().encrypt(self.token.encode()).decode()


@lru_cache(maxsize=64)
def _compiled(collection_id: int) -> Compiled:
    """The questionnaire of a round that is open: it does not change any more."""
    version = QuestionnaireVersion.objects.get(collections=collection_id)
    return compiled.of_version(version)


@lru_cache(maxsize=64)
def _room(collection_id: int) -> int:
    return store.room_of(_compiled(collection_id))


# Written out for the same reason as those of drafts.
_ROUND = Collection._meta.db_table
_INVITED = f"""
SELECT invitation.id, invitation.collection_id, invitation.language, invitation.is_completed,
       round.state
FROM "{Invitation._meta.db_table}" AS invitation
JOIN "{_ROUND}" AS round ON round.id = invitation.collection_id
WHERE invitation.link_hash = %s OR invitation.next_link_hash = %s
"""  # noqa: S608
_STATE = f'SELECT state FROM "{_ROUND}" WHERE id = %s'  # noqa: S608


def visit_of(token: str) -> Visit | None:
    """Where a personal link, or the own link of somebody who came by an open one, leads.

    None when the link is not known (any more).
    """
    draft = drafts.found(token)
    written = drafts.Written()
    if draft is not None and not draft.is_sent:
        try:
            written = drafts.read(draft.sealed, token)
        except seal.CannotOpen:
            return None
    hashed = links.hash_of(token)
    with connection.cursor() as cursor:
        cursor.execute(_INVITED, [hashed, hashed])
        if row := cursor.fetchone():
            invitation, collection, language, is_completed, state = row
            return Visit(
                token, collection, state, invitation, language, draft, written, bool(is_completed)
            )
        if draft is None:
            return None
        cursor.execute(_STATE, [draft.collection_id])
        state = cursor.fetchone()[0]
    return Visit(token, draft.collection_id, state, None, "", draft, written)


def by_cookie(request: HttpRequest) -> str:
    """The token that the cookie carries, "" when there is none or its time is over."""
    return _unboxed(request.COOKIES.get(COOKIE, ""), COOKIE_SECONDS)


def by_field(request: HttpRequest) -> str:
    """The token that a posted page carries, "" when it is none of ours."""
    return _unboxed(request.POST.get(FIELD, ""), None)


def give_cookie(response: HttpResponse, token: str) -> None:
    response.set_cookie(
        COOKIE,
        _box().encrypt(token.encode()).decode(),
        max_age=COOKIE_SECONDS,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def take_cookie(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")


def _unboxed(boxed: str, seconds: int | None) -> str:
    if not boxed:
        return ""
    try:
        return _box().decrypt(boxed.encode(), ttl=seconds).decode()
    except InvalidToken:
        return ""


def _box() -> Fernet:
    return _box_of(settings.SECRET_KEY)


@lru_cache(maxsize=2)
def _box_of(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(seal.derived(secret.encode(), "token of a link")))


def when(moment: datetime) -> str:
    """A moment as the pages of answering say it: "24 November 2026, 5pm"."""
    return format_moment(moment)


def saved_words(visit: Visit) -> str:
    """ "Saved at 14:02", with the day if it was another; "" when nothing was saved yet."""
    if visit.written.saved_at is None:
        return ""
    saved = timezone.localtime(visit.written.saved_at)
    if saved.date() == timezone.localdate():
        return visit.tongue.say("saved", time=f"{saved:%H:%M}")
    return visit.tongue.say("saved_on", day=format_date(saved.date()), time=f"{saved:%H:%M}")

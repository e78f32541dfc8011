"""Who answers: somebody with a link. Which round it is, what they wrote, and what they may do.

The token of a link comes once in an address. From then on it is carried by a cookie for two hours,
sealed under the service's own key, and by a hidden field of every page: a page that was left open
longer than the cookie lives can still be saved.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sightline.listen.answering import drafts
from sightline.listen.answering.models import Draft
from sightline.listen.answering.rules import Standing, standing
from sightline.listen.invitations import links
from sightline.listen.invitations.models import Invitation, OpenLink
from sightline.listen.questionnaires import compiled
from sightline.listen.questionnaires.compiled import Compiled
from sightline.listen.rounds.models import Collection
from sightline.listen.sealing import seal

COOKIE = "answering"
COOKIE_SECONDS = 2 * 60 * 60
PATH = "/a/"
#: The hidden field. No question has a name with a colon in front.
FIELD = ":visit"


@dataclass(frozen=True)
class Visit:
    """Somebody with a link that leads to a round."""

    token: str
    collection: Collection
    invitation: Invitation | None
    open_link: OpenLink | None
    draft: Draft | None
    written: drafts.Written
    standing: Standing

    @property
    def compiled(self) -> Compiled:
        return compiled.of_version(self.collection.version)

    @property
    def language(self) -> str:
        asked = self.written.language
        if not asked and self.invitation is not None:
            asked = self.invitation.language
        return self.compiled.language(asked)

    @property
    def is_open(self) -> bool:
        return self.invitation is None

    @property
    def carried(self) -> str:
        """What the hidden field of a page holds."""
        return _box().encrypt(self.token.encode()).decode()


def visit_of(token: str) -> Visit | None:
    """Where a personal link, or the own link of somebody who came by an open one, leads.

    None when the link is not known (any more).
    """
    draft = drafts.found(token)
    written = drafts.Written()
    if draft is not None and not draft.is_sent:
        try:
            written = drafts.read(draft, token)
        except seal.CannotOpen:
            return None
    invitation = links.invitation_of(token)
    open_link = None
    if invitation is not None:
        collection = invitation.collection
    elif draft is not None:
        collection = (
            Collection.objects.select_related(
                "round__survey", "version__questionnaire", "place", "notice"
            )
            .filter(pk=draft.collection_id)
            .get()
        )
        open_link = (
            OpenLink.objects.select_related("organisation__provider", "environment__site")
            .filter(pk=written.open_link)
            .first()
        )
    else:
        return None
    return Visit(
        token=token,
        collection=collection,
        invitation=invitation,
        open_link=open_link,
        draft=draft,
        written=written,
        standing=standing(
            state=collection.state,
            is_sent=draft is not None and draft.is_sent,
            is_completed=invitation is not None and invitation.is_completed,
            has_draft=draft is not None,
        ),
    )


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

"""What can be joined to a person: how each class is found by their addresses, told and erased."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sightline.listen.care.requests.cases import erase_cases, find_cases, tell_case
from sightline.listen.care.requests.sought import Sought
from sightline.listen.forums.models import ForumMember
from sightline.listen.invitations import erasing
from sightline.listen.invitations.messages.models import Contact, OptOut
from sightline.listen.invitations.models import Invitation
from sightline.listen.news.models import NewsAddress
from sightline.listen.voices.guardians.models import Guardian
from sightline.people import actions as people
from sightline.people.models import User
from sightline.trail.models import Entry

Told = dict[str, Any]
#: Lines of the trail that a file of one person holds.
_MOST_LINES = 2_000


@dataclass(frozen=True)
class Kind:
    """``erase`` gives how many records went. None: it stays, and ``stays`` says why."""

    code: str
    name: str
    find: Callable[[Sought], Iterable[Any]]
    tell: Callable[[Any, User], Told]
    erase: Callable[[Sequence[Any], Sought, User, datetime], int] | None
    stays: str = ""


def _users(sought: Sought) -> list[User]:
    return [one for email in sought.emails for one in User.objects.filter(email__iexact=email)]


def _tell_user(one: User, by: User) -> Told:
    lines = Entry.objects.filter(by=one).order_by("-at")[:_MOST_LINES]
    return {
        "name": one.name,
        "email": one.email,
        "may sign in": one.is_active,
        "last signed in": one.last_login,
        "roles": [
            {"role": str(role), "from": role.from_date, "until": role.ended_date}
            for role in one.given_roles.select_related("place")
        ],
        "what they did, from the trail": [
            {"when": line.at, "what": line.action, "on": line.reference} for line in lines
        ],
    }


def _erase_users(found: Sequence[User], sought: Sought, by: User, at: datetime) -> int:
    for one in found:
        people.forget_person(user=one, by=by, at=at)
    return len(found)


def _invitations(sought: Sought) -> list[Invitation]:
    rows = Invitation.objects.select_related(
        "collection__round__survey", "provider", "site", "programme", "profession"
    )
    by_key = rows.filter(contact_key__in=sought.keys)
    by_address = rows.filter(address__in=sought.addresses)
    return sorted({*by_key, *by_address}, key=lambda one: one.pk)


def _tell_invitation(one: Invitation, by: User) -> Told:
    return {
        "survey": str(one.collection),
        "address": one.address or "deleted; a keyed hash knows it again",
        "provider": one.provider.name if one.provider else "not kept",
        "site": one.site.name if one.site else "not kept",
        "programme": one.programme.name if one.programme else "not kept",
        "profession": one.profession.name if one.profession else "not kept",
        "level": one.level,
        "language": one.language,
        "messages sent": one.times_asked,
        "has answered": one.is_completed,
        "what was answered": "not joined to the invitation, so it cannot be found",
    }


def _erase_invitations(found: Sequence[Invitation], sought: Sought, by: User, at: datetime) -> int:
    return erasing.forget(found=found, keys=sought.keys, by=by, at=at)


def _delete(kind: Any) -> Callable[[Sequence[Any], Sought, User, datetime], int]:
    def erase(found: Sequence[Any], sought: Sought, by: User, at: datetime) -> int:
        kind.objects.filter(pk__in=[one.pk for one in found]).delete()
        return len(found)

    return erase


def _guardians(sought: Sought) -> list[Guardian]:
    found = Guardian.objects.select_related("organisation")
    return [one for one in found if sought.has(one.email) or sought.has(one.phone)]


KINDS: tuple[Kind, ...] = (
    Kind("account", "Account of somebody who signs in", _users, _tell_user, _erase_users),
    Kind(
        "memberships",
        "Membership of forums",
        lambda sought: ForumMember.objects.filter(user__in=_users(sought)).select_related("forum"),
        lambda one, by: {
            "forum": one.forum.name,
            "from": one.from_date,
            "until": one.ended_date,
        },
        None,
        "Membership is of the account. Once the account is erased no name is left in it.",
    ),
    Kind("invitations", "Invitations to surveys", _invitations, _tell_invitation,
         _erase_invitations),
    Kind(
        "contact-days",
        "Days on which they were written to",
        lambda sought: Contact.objects.filter(key__in=sought.keys).order_by("on_date"),
        lambda one, by: {"written to on": one.on_date},
        _delete(Contact),
    ),
    Kind(
        "opt-outs",
        "That they want no messages about surveys",
        lambda sought: OptOut.objects.filter(key__in=sought.keys),
        lambda one, by: {"said on": one.on_date},
        None,
        "A keyed hash is kept so that nobody writes to them again. It holds no address.",
    ),
    Kind(
        "news",
        "Addresses for news of a provider",
        lambda sought: NewsAddress.objects.filter(address__in=sought.addresses).select_related(
            "organisation", "programme"
        ),
        lambda one, by: {
            "address": one.address,
            "news of": one.organisation.name,
            "programme": one.programme.name if one.programme else "",
            "confirmed": one.is_confirmed,
            "since": one.asked_date,
        },
        _delete(NewsAddress),
    ),
    Kind("cases", "What they raised, named or in confidence", find_cases, tell_case, erase_cases),
    Kind(
        "guardians",
        "Contact of a Freedom to Speak Up guardian",
        _guardians,
        lambda one, by: {
            "provider": one.organisation.name,
            "name": one.name,
            "email": one.email,
            "phone": one.phone,
        },
        None,
        "It is the public contact of a provider, which replaces it when somebody else takes over.",
    ),
)  # fmt: skip

#: What nobody can find by an address, in words for the person who asks.
NOT_JOINED: tuple[tuple[str, str], ...] = (
    (
        "Answers to surveys",
        "They are sealed when they are sent and hold no name, address or number of an invitation. "
        "Nobody can tell which answers are theirs, so nobody can show or delete them.",
    ),
    (
        "Drafts of answers",
        "They are sealed under the personal link. Only who has the link can open or finish one. "
        "They are deleted when the round closes.",
    ),
    (
        "What somebody raised anonymously",
        "No contact is kept with it. Who has the receipt can read it and erase it there.",
    ),
    (
        "Comments in surveys",
        "They are kept under a group of at least ten and are joined to no answer and no person.",
    ),
    (
        "Votes and statements in co-design",
        "They hold a random key of a browser, which is deleted when the conversation closes.",
    ),
    (
        "What was said in forums",
        "Points name a group and how many agreed, not who said it.",
    ),
    (
        "Names in running text",
        "Somebody may be named in a concern, a commitment or a comment. The search goes by "
        "addresses and numbers only; say where the name stands, and the team there looks.",
    ),
    (
        "Uploaded files",
        "Rosters and survey files that still lie here are not searched. Each is deleted after the "
        "days on the page on care for data.",
    ),
)

"""Who runs a forum: those who may run forums at its place and are named as its team."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import NotPermitted
from sightline.listen.forums.models import Forum
from sightline.listen.forums.rules import CannotRun
from sightline.organisations.models import Organisation
from sightline.people.models import User


def may_run_at(user: User, place: Organisation | None) -> bool:
    """May the user run forums there? A place of None is the whole country."""
    return viewer.may(user, Permission.RUN_FORUMS, at=place or viewer.WHOLE_COUNTRY)


def is_in_team(forum: Forum, user: User) -> bool:
    """Does the user run this forum, and so see small numbers? One query."""
    return may_run_at(user, forum.place) and forum.team.filter(pk=user.pk).exists()


def require_team(forum: Forum, by: User) -> None:
    """Refuse unless the user runs this forum."""
    viewer.require(by, Permission.RUN_FORUMS, at=forum.place or viewer.WHOLE_COUNTRY)
    if not forum.team.filter(pk=by.pk).exists():
        raise NotPermitted(
            "Only the people who run this forum can do this. If you help to run it, add yourself "
            "on the page “Who runs it”."
        )


def locked_for(forum: Forum, by: User, at: datetime) -> Forum:
    """The forum, locked until the end of the transaction, for somebody who runs it.

    Refused once it has ended: nothing is added to it then.
    """
    found = Forum.objects.select_for_update(of=("self",)).select_related("place").get(pk=forum.pk)
    require_team(found, by)
    if found.ended_date is not None and found.ended_date <= timezone.localdate(at):
        raise CannotRun("This forum has ended, so nothing can be added to it.")
    return found


def run_by(user: User) -> frozenset[int]:
    """Keys of the forums that the user runs. One query."""
    inside = user.patch(Permission.RUN_FORUMS).q("place")
    return frozenset(Forum.objects.filter(inside, team=user).values_list("pk", flat=True))

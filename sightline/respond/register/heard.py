"""What was said in a forum as evidence, in the words in which others than its team read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sightline.access import viewer as access
from sightline.access.permissions import Permission
from sightline.design.show import format_date
from sightline.listen.forums import rules
from sightline.listen.forums.points.models import Point
from sightline.organisations.models import Organisation, Programme
from sightline.people.models import User
from sightline.respond.register.actions import NewEvidence


@dataclass(frozen=True)
class FoundPoint:
    """A point that the viewer may see, and what it says about where a concern sits."""

    point: Point
    organisation: Organisation | None
    programme: Programme | None
    frozen: dict[str, Any]

    def as_evidence(self, text: str = "", *, is_internal: bool = False) -> NewEvidence:
        return NewEvidence(
            source_reference=self.point.reference,
            frozen=self.frozen,
            text=text,
            is_internal=is_internal,
        )

    def first_words(self) -> dict[str, Any]:
        """What the form begins with."""
        return {
            "source": "learner",
            "programme": self.programme.pk if self.programme else None,
            "professions": list(self.point.professions.values_list("pk", flat=True)),
            "standards": list(self.point.standards.values_list("pk", flat=True)),
            "summary": self.point.text,
        }


def find_point(reference: str, viewer: User) -> FoundPoint | None:
    """The point of that reference; None when this viewer may not see it."""
    point = (
        Point.objects.visible_to(viewer)
        .select_related("meeting__forum", "place", "programme")
        .filter(reference=reference)
        .first()
    )
    if point is None:
        return None
    place = point.place
    if place is not None and not access.may(viewer, Permission.RAISE_CONCERN, at=place):
        return None
    forum = point.meeting.forum
    return FoundPoint(
        point=point,
        organisation=place,
        programme=point.programme,
        frozen={
            "text": point.text,
            "forum": forum.name,
            "held_on": format_date(point.meeting.held_date),
            "theme": point.get_theme_display(),
            "how_many": rules.how_many(point.agreed, point.present, exact=False),
        },
    )

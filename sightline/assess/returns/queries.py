"""What the page of one return shows."""

from __future__ import annotations

from dataclasses import dataclass

from sightline.assess.returns.answering.models import SectionWork
from sightline.assess.returns.answering.rules import Given, lacks
from sightline.assess.returns.journeys.reading import Section
from sightline.assess.returns.models import Return

State = SectionWork.State
_COLOURS: dict[str, str | None] = {
    "": None,
    State.OPEN: "blue",
    State.HANDED_IN: "purple",
    State.SENT_BACK: "orange",
    State.FINISHED: "green",
}


@dataclass(frozen=True)
class SectionLine:
    """How a section stands. ``answered``: questions whose answer lacks nothing."""

    section: Section
    work: SectionWork | None
    answered: int

    @property
    def words(self) -> str:
        return self.work.get_state_display() if self.work and self.work.version else "Not started"

    @property
    def colour(self) -> str | None:
        return _COLOURS[self.work.state if self.work and self.work.version else ""]

    @property
    def is_finished(self) -> bool:
        return self.work is not None and self.work.state == State.FINISHED

    @property
    def minutes_taken(self) -> int:
        return round(self.work.seconds / 60) if self.work else 0


def sections_of(found: Return) -> list[SectionLine]:
    """Two queries."""
    works = {one.section: one for one in found.works.all()}
    complete = {
        one.question for one in found.answers.all() if not lacks(Given(one.outcome, one.reason))
    }
    return [
        SectionLine(
            section,
            works.get(section.code),
            sum(question.code in complete for question in section.questions),
        )
        for section in found.journey.sections
    ]


def open_sections(found: Return) -> list[str]:
    """Titles of the sections that are not finished. One query."""
    finished = set(found.works.filter(state=State.FINISHED).values_list("section", flat=True))
    return [one.title for one in found.journey.sections if one.code not in finished]

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base import service_state
from sightline.design import downloads
from sightline.design.show import format_date
from sightline.design.tables import Column, Kind, Table, Value
from sightline.people.request import SignedInRequest
from sightline.respond.register.models import Concern, Standing
from sightline.respond.register.pages.asked import Asked, asked
from sightline.respond.register.queries import Row
from sightline.trail import record

COLUMNS = (
    Column("Reference", about="How the concern is called everywhere; it never changes."),
    Column("Title"),
    Column("Summary"),
    Column(
        "About",
        about="A learning environment, an organisation, a programme or a whole system.",
    ),
    Column("Organisation code", about="ODS code of the organisation that the concern is about."),
    Column("Organisation"),
    Column("Provider"),
    Column("ICB"),
    Column("Region"),
    Column("Learning environment"),
    Column("Programme"),
    Column("Professions"),
    Column(
        "Learners affected",
        Kind.NUMBER,
        about="How many learners are thought to be affected; empty where nobody has said.",
    ),
    Column("Standards", about="Numbers of the standards of the framework that it touches."),
    Column("Source", about="How the concern came to be known."),
    Column("State", about="Open; closed and being monitored; or closed."),
    Column(
        "Category",
        Kind.NUMBER,
        about="Category of the Intensive Support Framework, 0 to 4; empty where none was decided.",
    ),
    Column("Category name"),
    Column("Direction", about="Whether it is getting better or worse since the review before."),
    Column(
        "Likelihood", Kind.NUMBER, about="1 (rare) to 5 (almost certain) that harm comes of it."
    ),
    Column("Impact", Kind.NUMBER, about="1 (negligible) to 5 (catastrophic) if it does."),
    Column("Risk score", Kind.NUMBER, about="Likelihood times impact, 1 to 25."),
    Column("Risk", about="Band of the risk score."),
    Column("Controls", about="What holds the risk down now."),
    Column("Owner"),
    Column("Raised", Kind.DATE),
    Column(
        "Age in days", Kind.NUMBER, about="Days since it was raised, up to the day of the register."
    ),
    Column("Next review", Kind.DATE),
    Column("Waiting for", about="What the next step waits for; empty where it waits for nothing."),
    Column("Waiting for whom"),
    Column("Shared with the provider", about="Whether the provider sees the shared part."),
)


@allow(Permission.VIEW_CONCERNS)
def download(request: SignedInRequest) -> HttpResponseBase:
    """The rows of the list, all pages of them, as a file."""
    ending = request.GET.get("format", "")
    if ending not in downloads.FORMATS:
        raise Http404
    found = asked(request.GET, request.path, request.user)
    record.download(
        action="respond.register.download",
        subject=request.user,
        by=request.user,
        at=timezone.now(),
        summary=f"Took the register of {format_date(found.day)} as a file",
    )
    return downloads.response(_table(found), ending, f"register-as-at-{found.day.isoformat()}")


def _table(found: Asked) -> Table:
    notes = [f"The register as it stood at the end of {format_date(found.day)}."]
    return Table(
        f"Quality improvement register as at {format_date(found.day)}",
        COLUMNS,
        [_values(row) for row in found.register.rows],
        notes,
        made_up=service_state.holds_made_up_data(),
        source="Quality improvement register",
        filters=found.chosen.said,
    )


_LEVELS = dict(Concern.Level.choices)
_SOURCES = dict(Concern.Source.choices)
_STATES = dict(Standing.State.choices)
_DIRECTIONS = dict(Standing.Direction.choices)


def _values(row: Row) -> list[Value]:
    return [
        row.reference,
        row.title,
        row.summary,
        _LEVELS[Concern.Level(row.level)],
        row.organisation.code,
        row.organisation.name,
        row.provider.name if row.provider else None,
        row.icb.name if row.icb else None,
        row.region.name if row.region else None,
        row.environment or None,
        row.programme or None,
        ", ".join(row.professions),
        row.learners_affected,
        # Several numbers or one: never a number that a spreadsheet would take for a date.
        ", ".join(row.standards),
        _SOURCES[Concern.Source(row.source)],
        _STATES[Standing.State(row.state)],
        row.category,
        row.category_name or None,
        _DIRECTIONS[Standing.Direction(row.direction)],
        row.likelihood,
        row.impact,
        row.score,
        row.band.name,
        row.controls or None,
        row.owner.name,
        row.raised_date,
        row.age_days,
        row.next_review_date,
        row.waiting_for or None,
        row.waiting_for_whom or None,
        "Yes" if row.is_shared else "No",
    ]

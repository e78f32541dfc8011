"""Loading files that name standards: every change goes through here."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.govern.files import kinds, rules
from sightline.people.models import User
from sightline.standards.models import FrameworkVersion, LoadedFile
from sightline.trail import record


@transaction.atomic
def load(*, kind: str, text: str, by: User, at: datetime) -> LoadedFile:
    """Load an edition of a file. Earlier ones stay, for what was asked or mapped in their words.

    Raises rules.CannotLoad.
    """
    viewer.require(by, Permission.MANAGE_STANDARDS)
    found = kinds.read(kind, text)
    # Two people do not load the same edition at once.
    framework = FrameworkVersion.objects.select_for_update().get(code=found.framework)
    held = LoadedFile.objects.filter(kind=kind, code=found.code).values_list("edition", "text")
    is_shipped = any((one.kind, one.code) == (kind, found.code) for one in kinds.shipped())
    made = LoadedFile.objects.create(
        kind=kind,
        code=found.code,
        edition=rules.next_edition(list(held), text, is_shipped),
        framework=framework,
        text=text,
        at=at,
        by=by,
    )
    record.record(
        action="govern.files.load",
        subject=made,
        by=by,
        at=at,
        reference=found.code,
        summary=f"{made.get_kind_display()}: {found.name}, edition {made.edition}"[:300],
    )
    return made

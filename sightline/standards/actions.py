"""Every change to the framework goes through here."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.standards import queries
from sightline.standards.framework_file import FrameworkText
from sightline.standards.models import Domain, FrameworkVersion, Standard
from sightline.trail import record


@transaction.atomic
def load_framework(*, text: str, by: Viewer | None, at: datetime) -> FrameworkVersion:
    """Load a version from its file (see framework_file.py for its form).

    Loading the same file again changes nothing. A loaded version keeps its wording and first day;
    its last day, name, source and "checked" marks may change. ``by`` is None when the service
    itself loads what it comes with.
    """
    if by is not None:
        viewer.require(by, Permission.MANAGE_STANDARDS)
    # All versions are locked, so that two files with overlapping dates cannot both get in.
    list(FrameworkVersion.objects.select_for_update().order_by("pk"))
    plan = queries.plan_load(text)
    wanted = plan.framework
    version = _add(wanted) if plan.is_new else _update(wanted)
    if plan.changes:
        record.record(
            action="standards.load_framework",
            subject=version,
            by=by,
            at=at,
            reference=version.code,
            summary=f"{version.name} {'loaded' if plan.is_new else 'changed'}: "
            + "; ".join(plan.changes),
            fields=["domains", "standards"] if plan.is_new else ["dates", "marks"],
        )
    return version


def _add(wanted: FrameworkText) -> FrameworkVersion:
    version = FrameworkVersion.objects.create(
        code=wanted.code,
        name=wanted.name,
        from_date=wanted.from_date,
        to_date=wanted.to_date,
        is_checked=wanted.is_checked,
        source=wanted.source,
    )
    position = 0
    for domain_text in wanted.domains:
        domain = Domain.objects.create(
            version=version,
            number=domain_text.number,
            title=domain_text.title,
            is_checked=domain_text.is_checked,
        )
        standards = []
        for standard in domain_text.standards:
            position += 1
            standards.append(
                Standard(
                    version=version,
                    domain=domain,
                    number=standard.number,
                    position=position,
                    wording=standard.wording,
                    is_checked=standard.is_checked,
                )
            )
        Standard.objects.bulk_create(standards)
    return version


def _update(wanted: FrameworkText) -> FrameworkVersion:
    version = FrameworkVersion.objects.get(code=wanted.code)
    version.name = wanted.name
    version.to_date = wanted.to_date
    version.is_checked = wanted.is_checked
    version.source = wanted.source
    version.save()
    checked_domains = [d.number for d in wanted.domains if d.is_checked]
    checked_standards = [s.number for s in wanted.standards if s.is_checked]
    version.domains.update(is_checked=False)
    version.domains.filter(number__in=checked_domains).update(is_checked=True)
    version.standards.update(is_checked=False)
    version.standards.filter(number__in=checked_standards).update(is_checked=True)
    return version

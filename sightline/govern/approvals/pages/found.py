from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.shortcuts import get_object_or_404

from sightline.assess.evidence.files import CannotTake
from sightline.assess.evidence.scanning import CannotScan, Infected
from sightline.base.refusal import Refusal
from sightline.govern.approvals.joining import queries as joining
from sightline.govern.approvals.models import Approval
from sightline.listen.outside.models import EducationProvider
from sightline.people.models import User
from sightline.people.request import SignedInRequest


def approval_for(request: SignedInRequest, reference: str) -> Approval:
    """The approval of an address, for whoever sees it; else a 404."""
    return get_object_or_404(
        Approval.objects.visible_to(request.user).select_related(
            "organisation", "environment", "education_provider", "lead", "by"
        ),
        reference=reference,
    )


def schools_of(person: User) -> QuerySet[EducationProvider]:
    """The education providers that somebody acts for."""
    return EducationProvider.objects.filter(pk__in=joining.schools_of(person))


def done(form: BaseForm, do: Callable[[], Any], passed: tuple[type[Refusal], ...] = ()) -> Any:
    """What the action gives; None when it is refused, and then the form says why.

    Refusals of the kinds ``passed`` are the page's own to show.
    """
    try:
        return do()
    except passed:
        raise
    except (CannotTake, Infected, CannotScan) as refusal:
        form.add_error("file", str(refusal))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return None

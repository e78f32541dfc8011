"""The round and place of an address."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sightline.access.permissions import Permission
from sightline.organisations.models import Organisation
from sightline.people.request import SignedInRequest
from sightline.results import queries
from sightline.results.models import Dataset


@dataclass(frozen=True)
class Found:
    dataset: Dataset
    place: Organisation

    @property
    def href(self) -> str:
        return reverse("respond:rounds:show", args=self.arguments)

    @property
    def arguments(self) -> list[str | int]:
        return [self.dataset.survey, self.dataset.year, self.place.code]


def found(
    request: SignedInRequest, survey: str, year: int, code: str, permission: Permission
) -> Found:
    """Raises Http404 for a stranger to the place, and for a round or place that is none."""
    place = get_object_or_404(
        Organisation.objects.filter(
            request.user.patch(permission).q(""),
            kind__in=[Organisation.Kind.REGION, *Organisation.PROVIDER_KINDS],
        ),
        code=code,
    )
    dataset = queries.dataset_of(year, survey)
    if dataset is None:
        raise Http404
    return Found(dataset, place)

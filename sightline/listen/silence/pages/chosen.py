"""Which round, provider and programme a page is about."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from sightline.access.permissions import Permission
from sightline.organisations.models import Organisation, Programme
from sightline.people.request import SignedInRequest
from sightline.results import queries
from sightline.results.models import Dataset


@dataclass(frozen=True)
class Rounds:
    """The round in view, and the others that can be chosen, newest first."""

    dataset: Dataset
    others: tuple[Dataset, ...]
    is_newest: bool

    @property
    def suffix(self) -> str:
        return "" if self.is_newest else self.query(self.dataset)

    def query(self, dataset: Dataset, **more: str) -> str:
        return f"?{urlencode({'survey': dataset.survey, 'round': dataset.year, **more})}"


def rounds(request: HttpRequest) -> Rounds | None:
    """The round that ``?survey=…&round=2025`` names, else the newest; None where there is none.

    Raises Http404 for a round that does not exist.
    """
    found = queries.current_datasets()
    if not found:
        return None
    survey, year = request.GET.get("survey"), request.GET.get("round")
    fitting = [
        one for one in found if survey in (None, one.survey) and year in (None, str(one.year))
    ]
    if not fitting:
        raise Http404
    chosen = fitting[0]
    others = tuple(one for one in found if one != chosen)
    return Rounds(chosen, others, chosen == found[0])


@dataclass(frozen=True)
class Subject:
    rounds: Rounds
    provider: Organisation
    programme: Programme | None

    @property
    def name(self) -> str:
        return (
            f"{self.programme.name}, {self.provider.name}"
            if self.programme
            else (self.provider.name)
        )

    @property
    def suffix(self) -> str:
        """The question that keeps round and programme."""
        if self.programme is None:
            return self.rounds.suffix
        return self.rounds.query(self.rounds.dataset, programme=self.programme.code)


def subject(request: SignedInRequest, code: str, permission: Permission) -> Subject:
    """Raises Http404 for a stranger to the provider, or where there are no results."""
    provider = get_object_or_404(
        Organisation.objects.providers().filter(request.user.patch(permission).q("")), code=code
    )
    found = rounds(request)
    if found is None:
        raise Http404
    asked = request.GET.get("programme", "")
    programme = get_object_or_404(Programme, code=asked) if asked else None
    return Subject(found, provider, programme)

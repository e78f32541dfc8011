"""What forms about an approval have in common."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sightline.design.forms import Form
from sightline.govern.approvals.models import Approval
from sightline.listen.forums.pages.fields import Chosen
from sightline.listen.outside.models import EducationProvider
from sightline.people.request import SignedInRequest


def education_provider(label: str) -> Chosen:
    return Chosen(
        label=label,
        queryset=EducationProvider.objects.none(),
        empty_label="Choose an education provider",
    )


class ForASchool(Form):
    """Asks for which education provider somebody acts.

    The class has a field ``education_provider``, see above. Whoever acts for none is not asked,
    unless nothing can be done without one.
    """

    needs_one = False

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields
        if schools or self.needs_one:
            asked["education_provider"].queryset = schools
            if len(schools) == 1:
                asked["education_provider"].initial = schools[0].pk
        else:
            del asked["education_provider"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        given.setdefault("education_provider", None)
        return given


def drawn(request: SignedInRequest, found: Approval, form: Form, **words: Any) -> HttpResponse:
    """A page of one form about an approval: its title, texts and button are ``words``."""
    return render(
        request,
        "govern/approvals/pages/form.jinja",
        {
            "form": form,
            "caption": f"{found.place.name} {found.reference}",
            "back_text": "Back to the approval",
            "back_href": reverse("govern:approvals:show", args=[found.reference]),
            **words,
        },
    )

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.forums.pages import fields
from sightline.listen.forums.points import actions
from sightline.listen.forums.points.pages.found import own_point_for
from sightline.listen.forums.points.pages.promise import PromiseForm
from sightline.people.queries import people_who_may
from sightline.people.request import SignedInRequest


class CommitForm(PromiseForm):
    evidence_expected = fields.prose(
        "What will show that it is done?",
        help_text="For example, the rota for three months.",
        required=False,
        rows=3,
    )
    field_order = ["text", "evidence_expected", "owner", "owner_name", "due_date"]


@allow(Permission.AGREE_COMMITMENT)
def commit(request: SignedInRequest, reference: str) -> HttpResponse:
    """Agree a commitment because of the point, with the place that it is about."""
    point = own_point_for(request, reference)
    if point.place is None:
        raise Http404
    form = CommitForm(request.POST or None)
    asked: Any = form.fields["owner"]
    asked.queryset = people_who_may(Permission.PROVE_COMMITMENT, point.place, timezone.localdate())
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            made = actions.commit(
                point=point,
                promise=given.pop("text"),
                **given,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Commitment {made.reference} is agreed.")
            return redirect("listen:forums:points:show", reference=reference)
    return render(
        request, "listen/forums/points/pages/commit.jinja", {"point": point, "form": form}
    )

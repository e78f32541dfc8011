"""End a role that somebody holds."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import DateField, Form
from sightline.people import actions
from sightline.people.models import GivenRole
from sightline.people.request import SignedInRequest


class EndForm(Form):
    ended_date = DateField(
        label="Ends on",
        help_text="The first day on which the role no longer counts. Today: it stops at once.",
    )


@allow(Permission.MANAGE_PEOPLE)
def end_role(request: SignedInRequest, pk: int) -> HttpResponse:
    given = get_object_or_404(
        GivenRole.objects.visible_to(request.user).select_related("user", "place"), pk=pk
    )
    form = EndForm(request.POST or None, initial={"ended_date": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_role(given=given, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error("ended_date", str(refusal))
        else:
            messages.success(request, f"The role is ended: {given}.")
            return redirect("people:person", pk=given.user_id)
    return render(request, "people/pages/end_role.jinja", {"form": form, "given": given})

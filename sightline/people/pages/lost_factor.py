"""Take away the second factor of somebody who lost theirs, so that they can set up another."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base import to_colleagues
from sightline.base.refusal import Refusal
from sightline.people.models import User
from sightline.people.request import SignedInRequest
from sightline.people.resets import rules as resets
from sightline.people.second_factor import actions


@allow(Permission.MANAGE_PEOPLE)
def lost_factor(request: SignedInRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        try:
            actions.take_away(user=person, confirmed=None, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, f"The second factor of {person.name} is taken away.")
        return redirect("people:person", pk=person.pk)
    return render(
        request,
        "people/pages/lost_factor.jinja",
        {
            "person": person,
            "days": resets.WAIT.days,
            "email_works": to_colleagues.email_works(),
        },
    )

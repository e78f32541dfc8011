"""Stop somebody from signing in, or let them in again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.people import actions
from sightline.people.models import User
from sightline.people.request import SignedInRequest


@allow(Permission.MANAGE_PEOPLE)
def access(request: SignedInRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    if request.method == "POST":
        stop = request.POST.get("stop") == "yes"
        change = actions.stop_sign_in if stop else actions.allow_sign_in
        try:
            change(user=person, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            what = "can no longer sign in" if stop else "can sign in again"
            messages.success(request, f"{person.name} {what}.")
        return redirect("people:person", pk=person.pk)
    return render(request, "people/pages/access.jinja", {"person": person})

"""Give somebody a new password, when they forgot theirs or others may know it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base import to_colleagues
from sightline.base.refusal import Refusal
from sightline.people import actions, passwords
from sightline.people.models import User
from sightline.people.request import SignedInRequest
from sightline.people.resets import rules as resets


@allow(Permission.MANAGE_PEOPLE)
def new_password(request: SignedInRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    password = ""
    if request.method == "POST":
        password = passwords.new_password()
        try:
            actions.give_new_password(
                user=person, password=password, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect("people:account")
    return render(
        request,
        "people/pages/new_password.jinja",
        {
            "person": person,
            "password": password,
            "is_new": False,
            "days": resets.WAIT.days,
            "email_works": to_colleagues.email_works(),
        },
    )

"""Ask for no more messages about surveys: GET shows, POST does.

The token in the address is what entitles: it came in a message. Mail programs post it without a
cookie when somebody presses "unsubscribe" (RFC 8058), so no form token is asked for.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from sightline.access.allow import PUBLIC, allow
from sightline.listen.invitations import contact
from sightline.listen.invitations.messages import actions
from sightline.listen.invitations.messages.models import OptOut


@csrf_exempt
@allow(PUBLIC)
def no_more(request: HttpRequest, token: str) -> HttpResponse:
    key = contact.key_of_opt_out(token)
    if key is None:
        raise Http404
    if request.method == "POST":
        do = actions.opt_in if "again" in request.POST else actions.opt_out
        do(key=key, by=None, at=timezone.now())
        return redirect("listen:invitations:messages:no_more", token=token)
    response = render(
        request,
        "listen/invitations/messages/pages/no_more.jinja",
        {"opted_out": OptOut.objects.filter(key=key).exists()},
    )
    response["Referrer-Policy"] = "no-referrer"
    return response

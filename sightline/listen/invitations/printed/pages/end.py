"""End an open link, when its poster hangs where it should not."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.invitations.printed import actions
from sightline.listen.invitations.printed.pages.found import link_for
from sightline.listen.rounds.models import Collection
from sightline.people.request import SignedInRequest


@allow(Permission.RUN_ROUND)
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    link = link_for(request, pk)
    if not Collection.objects.run_by(request.user).filter(pk=link.collection_id).exists():
        raise Http404
    if request.method == "POST":
        actions.end_link(link=link, by=request.user, at=timezone.now())
        messages.success(request, f"The link of {link.place_name} has ended.")
        return redirect("listen:invitations:printed:list", pk=link.collection_id)
    return render(request, "listen/invitations/printed/pages/end.jinja", {"link": link})

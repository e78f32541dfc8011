"""Change a privacy notice: the change is a new version."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.rounds.notices import actions
from sightline.listen.rounds.notices.models import PrivacyNotice
from sightline.listen.rounds.notices.pages.write import TextForm
from sightline.people.request import SignedInRequest


@allow(Permission.RUN_ROUND)
def change(request: SignedInRequest, code: str) -> HttpResponse:
    newest = PrivacyNotice.objects.visible_to(request.user).newest().filter(code=code).first()
    if newest is None:
        raise Http404
    initial = {name: getattr(newest, name) for name in ("title", *actions.PARTS)}
    form = TextForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            notice = actions.write(
                code=code,
                title=form.cleaned_data["title"],
                parts=form.parts,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Version {notice.version} can be chosen for rounds.")
            return redirect("listen:rounds:notices:read", notice.code, notice.version)
    return render(
        request, "listen/rounds/notices/pages/change.jinja", {"form": form, "newest": newest}
    )

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.replies import actions
from sightline.listen.replies.pages.draft import TextForm
from sightline.listen.replies.pages.show import found_for
from sightline.people.request import SignedInRequest


@allow(Permission.DRAFT_REPLY)
def amend(request: SignedInRequest, reference: str) -> HttpResponse:
    reply = found_for(request, reference)
    if not viewer.may(request.user, Permission.DRAFT_REPLY, at=reply.organisation):
        raise Http404
    initial = {name: getattr(reply, name) for name in TextForm.base_fields}
    form = TextForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.amend(reply=reply, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The draft is changed.")
            return redirect("listen:replies:show", reference=reference)
    return render(request, "listen/replies/pages/amend.jinja", {"reply": reply, "form": form})

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.replies import actions, queries
from sightline.listen.replies.pages.show import found_for
from sightline.people.request import SignedInRequest


class PublishForm(Form):
    read = forms.BooleanField(
        label="I have read it, and nobody can be recognised from it",
        error_messages={
            "required": "Read the reply, then tick the box to say that nobody can be recognised"
        },
    )


@allow(Permission.PUBLISH_REPLY)
def publish(request: SignedInRequest, reference: str) -> HttpResponse:
    reply = found_for(request, reference)
    if not viewer.may(request.user, Permission.PUBLISH_REPLY, at=reply.organisation):
        raise Http404
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.publish(reply=reply, by=request.user, at=timezone.now())
        except actions.WouldIdentify as refusal:
            for fault in refusal.faults:
                form.add_error(None, fault)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The reply is on the public page.")
            return redirect("listen:replies:show", reference=reference)
    quoted = queries.quote(
        organisation=reply.organisation,
        programme=reply.programme,
        dataset=reply.dataset,
        measures=reply.measures.all(),
    )
    return render(
        request,
        "listen/replies/pages/publish.jinja",
        {"reply": reply, "form": form, "quoted": quoted},
    )

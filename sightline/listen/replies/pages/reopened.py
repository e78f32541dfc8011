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
from sightline.listen.replies import actions
from sightline.listen.replies.pages.show import found_for
from sightline.people.request import SignedInRequest


class AnswerForm(Form):
    answer = forms.CharField(
        label="What did you find, and what is done now?",
        help_text="For example, where what was done can be seen, or what is still to do.",
        max_length=1000,
        widget=forms.Textarea,
    )


@allow(Permission.DRAFT_REPLY)
def reopened(request: SignedInRequest, reference: str) -> HttpResponse:
    """Look again at a reply that too few of the later learners have seen."""
    reply = found_for(request, reference)
    reopening = reply.reopenings.filter(answered_at=None).select_related("round__survey").last()
    if reopening is None or not viewer.may(
        request.user, Permission.DRAFT_REPLY, at=reply.organisation
    ):
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_reopening(
                reopening=reopening, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Stored. The reply no longer waits for somebody.")
            return redirect("listen:replies:show", reference=reference)
    return render(
        request,
        "listen/replies/pages/reopened.jinja",
        {"reply": reply, "reopening": reopening, "form": form},
    )

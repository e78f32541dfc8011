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


class WithdrawForm(Form):
    reason = forms.CharField(label="Why is it withdrawn?", max_length=1000, widget=forms.Textarea)


@allow(Permission.PUBLISH_REPLY)
def withdraw(request: SignedInRequest, reference: str) -> HttpResponse:
    reply = found_for(request, reference)
    if not viewer.may(request.user, Permission.PUBLISH_REPLY, at=reply.organisation):
        raise Http404
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(reply=reply, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The reply is off the public page.")
            return redirect("listen:replies:show", reference=reference)
    return render(request, "listen/replies/pages/withdraw.jinja", {"reply": reply, "form": form})

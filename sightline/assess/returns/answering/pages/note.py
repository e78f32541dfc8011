"""A note on a section for the others who fill it in; or the section sent back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.answering import actions
from sightline.assess.returns.models import Return
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, RadioChoiceField
from sightline.people.request import SignedInRequest


class NoteForm(Form):
    text = forms.CharField(label="Your note", max_length=2000, widget=forms.Textarea)
    do = RadioChoiceField(
        label="What should happen?",
        choices=[("comment", "Only write the note"), ("send_back", "Send the section back")],
        hints={"send_back": "It is no longer finished, and contributors see your note."},
        initial="comment",
    )


@allow(Permission.ANSWER_RETURN)
def note(request: SignedInRequest, reference: str, section: str) -> HttpResponse:
    found = get_object_or_404(
        Return.objects.answered_by(request.user).select_related("campaign", "organisation"),
        reference=reference,
    )
    asked = found.journey.section(section)
    if asked is None:
        raise Http404
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        change = actions.send_back if form.cleaned_data["do"] == "send_back" else actions.comment
        try:
            change(
                self_assessment=found,
                section=section,
                text=form.cleaned_data["text"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, "Your note is saved.")
            return redirect("assess:returns:section", reference=reference, section=section)
    return render(
        request,
        "assess/returns/answering/pages/note.jinja",
        {"found": found, "asked": asked, "form": form},
    )

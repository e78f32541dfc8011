from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.validators import MaxLengthValidator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.voices.pages.found import voice_for
from sightline.listen.voices.stories import actions
from sightline.people.request import SignedInRequest


class ReleaseForm(Form):
    title = forms.CharField(label="Title", max_length=120)
    text = forms.CharField(
        label="The story, as anybody may read it",
        help_text="Change what could point at a person: names, days, numbers of people.",
        validators=[MaxLengthValidator(3000)],
        widget=forms.Textarea(attrs={"rows": 9}),
    )
    read = forms.BooleanField(
        label="I have read it, and nobody can be recognised from it",
        error_messages={
            "required": "Read the story, then tick the box to say that nobody can be recognised"
        },
    )


@allow(Permission.PUBLISH_REPLY)
def release(request: SignedInRequest, number: str) -> HttpResponse:
    voice = voice_for(request, number)
    if not viewer.may(request.user, Permission.PUBLISH_REPLY, at=voice.organisation):
        raise Http404
    form = ReleaseForm(request.POST or None, initial={"text": voice.what_happened})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.release(
                voice=voice,
                title=given["title"],
                text=given["text"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The story is on the public page.")
            return redirect("listen:voices:show", number=number)
    return render(
        request, "listen/voices/stories/pages/release.jinja", {"form": form, "voice": voice}
    )

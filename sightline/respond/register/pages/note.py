from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, RadioChoiceField
from sightline.people.request import SignedInRequest
from sightline.respond.register import actions
from sightline.respond.register.models import Note
from sightline.respond.register.pages import fields
from sightline.respond.register.pages.found import concern_for


class NoteForm(Form):
    lane = RadioChoiceField(
        label="Who can read it?",
        choices=[
            (Note.Lane.INTERNAL, "Internal: quality teams only"),
            (Note.Lane.SHARED, "Shared: the provider and its ICB read it too"),
        ],
    )
    text = fields.prose("Note", help_text="Do not name learners.")

    def __init__(self, *args: object, is_shared: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not is_shared:
            # A provider that does not see the concern is told nothing about it.
            lane = self.fields["lane"]
            lane.choices = lane.choices[:1]  # type: ignore[attr-defined]
            lane.initial = Note.Lane.INTERNAL
            lane.help_text = "The concern is not shared, so notes can only be internal."


@allow(Permission.MANAGE_CONCERN)
def note(request: SignedInRequest, reference: str) -> HttpResponse:
    concern = concern_for(request, reference, Permission.MANAGE_CONCERN)
    form = NoteForm(request.POST or None, is_shared=concern.shared_at is not None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_note(
                concern=concern, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The note is on the concern.")
            return redirect("respond:register:show", reference=reference)
    return render(request, "respond/register/pages/note.jinja", {"concern": concern, "form": form})

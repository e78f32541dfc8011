"""Say what follows one standard in a new version."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, RadioChoiceField
from sightline.standards.models import FrameworkVersion
from sightline.standards.succession import actions, queries, rules

PROPOSED, OTHERS, NONE = "proposed", "others", "none"


class DecideForm(Form):
    what = RadioChoiceField(
        label="What follows it in the new version?", choices=[(OTHERS, "Others"), (NONE, "Nothing")]
    )
    numbers = forms.CharField(
        label="Numbers of the standards that follow it",
        help_text="Only if you chose others. With commas between them, such as 1.3, 2.1.",
        required=False,
        max_length=80,
    )
    reason = forms.CharField(
        label="Why?",
        help_text="Not needed if you take what is proposed.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, proposed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(OTHERS, "Others, which I name"), (NONE, "Nothing: it is asked no more")]
        if proposed:
            choices.insert(0, (PROPOSED, f"Standard {proposed}, as proposed"))
        self.proposed = proposed
        cast(RadioChoiceField, self.fields["what"]).choices = choices

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        numbers = [part.strip() for part in given.get("numbers", "").split(",") if part.strip()]
        if given.get("what") == OTHERS and not numbers:
            self.add_error("numbers", "Enter the number of at least one standard")
        given["follows"] = {PROPOSED: [self.proposed], OTHERS: numbers}.get(
            given.get("what", ""), []
        )
        return given


@allow(Permission.MANAGE_STANDARDS)
def decide(request: HttpRequest, code: str, number: str) -> HttpResponse:
    new = get_object_or_404(FrameworkVersion, code=code)
    old = queries.before(new)
    if old is None:
        raise Http404
    standard = get_object_or_404(old.standards.select_related("version"), number=number)
    [line] = [
        one for one in queries.lines(old, new) if one.step.old and one.step.old.number == number
    ]
    proposed = line.step.new.number if line.step.new else ""
    form = DecideForm(request.POST or None, proposed=proposed)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide(
                old=standard,
                into=new,
                follows=form.cleaned_data["follows"],
                reason=form.cleaned_data["reason"],
                by=cast(Viewer, request.user),
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Decided: what follows standard {number}.")
            return redirect("standards:succession", code=code)
    return render(
        request,
        "standards/succession/pages/decide.jinja",
        {
            "form": form,
            "old": old,
            "new": new,
            "standard": standard,
            "line": line,
            "wordings": queries.wordings(new),
            "pieces": rules.pieces,
        },
    )

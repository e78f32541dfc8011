from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.pages.fields import prose
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, RadioChoiceField
from sightline.insight.signals import actions
from sightline.insight.signals.pages.found import signal_for
from sightline.insight.signals.words import HOW_HINTS, How
from sightline.people.request import SignedInRequest


class EndForm(Form):
    how = RadioChoiceField(
        label="How does it end?",
        choices=[(how.value, how.label) for how in (How.EXPLAINED, How.ASIDE)],
        hints=HOW_HINTS,
    )
    reason = prose("Why?", rows=3, help_text="In a sentence that others can judge.")


@allow(Permission.JUDGE_STANDARDS)
def end(request: SignedInRequest, reference: str) -> HttpResponse:
    """Explain a signal or set it aside."""
    signal = signal_for(request, reference)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end(signal=signal, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{reference} has ended.")
            return redirect("insight:signals:show", reference=reference)
    return render(request, "insight/signals/pages/end.jinja", {"form": form, "signal": signal})

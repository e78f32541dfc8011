"""Put a question in other words, and say whether answers can still be compared."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.forms import Form
from sightline.listen.bank import actions
from sightline.listen.bank.models import BankItem
from sightline.listen.bank.pages.fields import label_field, text_field
from sightline.people.request import SignedInRequest

COMPARABLE, NOT_COMPARABLE = "comparable", "not_comparable"


class WordingForm(Form):
    text = text_field("The question in its new words")
    label = label_field()
    comparable = forms.ChoiceField(
        label="Is it comparable with the last one, or not?",
        help_text="Would somebody who answered the old words answer the new ones in the same way?",
        choices=[
            (COMPARABLE, "Comparable: it asks the same, such as after a spelling is mended"),
            (NOT_COMPARABLE, "Not comparable: trends break, and no change is worked out across it"),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why is it changed, and why do you judge it so?",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@allow(Permission.MANAGE_QUESTIONNAIRES)
def change_wording(request: SignedInRequest, code: str) -> HttpResponse:
    item = get_object_or_404(BankItem.objects.visible_to(request.user), code=code)
    newest = item.wordings.order_by("-number")[0]
    form = WordingForm(request.POST or None, initial={"text": newest.text, "label": newest.label})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            wording = actions.change_wording(
                item=item,
                text=given["text"],
                label=given["label"],
                is_comparable=given["comparable"] == COMPARABLE,
                reason=given["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except actions.CannotChange as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(
                request,
                f"Wording {wording.number} is in use for new questionnaires. "
                "Those that are published keep the words they have.",
            )
            return redirect("listen:bank:show", code=code)
    return render(
        request,
        "listen/bank/pages/wording.jinja",
        {"form": form, "item": item, "newest": newest},
    )

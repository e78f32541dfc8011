"""Add a question to the bank."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.bank import actions, words
from sightline.listen.bank.models import BankItem, BankScale, BankTheme
from sightline.listen.bank.pages.fields import (
    DescribedForm,
    label_field,
    text_field,
)
from sightline.people.request import SignedInRequest


class ItemForm(DescribedForm):
    text = text_field()
    label = label_field()
    theme = forms.ModelChoiceField(BankTheme.objects.all(), label="Theme")
    kind = forms.ChoiceField(
        label="How is it answered?", choices=BankItem.Kind.choices, widget=forms.RadioSelect
    )
    scale = forms.ModelChoiceField(
        BankScale.objects.all(),
        label="Answers",
        required=False,
        help_text="Leave it empty for free text.",
    )
    branch = forms.ChoiceField(
        label="Asked of", choices=[("", "Everybody"), *words.BRANCHES.items()], required=False
    )


@allow(Permission.MANAGE_QUESTIONNAIRES)
def add(request: SignedInRequest) -> HttpResponse:
    form = ItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            item = actions.add_item(**form.cleaned_data, by=request.user, at=timezone.now())
        except actions.CannotChange as refusal:
            form.add_error("scale", str(refusal))
        else:
            messages.success(request, f"The question is in the bank as {item.code}.")
            return redirect("listen:bank:show", code=item.code)
    return render(request, "listen/bank/pages/add.jinja", {"form": form})

"""Put the newest wording of a question into another language."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.forms import Form
from sightline.listen.bank import actions, words
from sightline.listen.bank.models import BankItem
from sightline.people.request import SignedInRequest


class TranslationForm(Form):
    language = forms.ChoiceField(
        label="Language",
        choices=[
            (one.code, f"{one.english} ({one.name})")
            for one in words.TONGUES
            if one.code != words.FIRST
        ],
    )
    # ``dir=auto``: the box turns to the side on which the language that is typed begins.
    text = forms.CharField(
        label="The question in that language",
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


@allow(Permission.MANAGE_QUESTIONNAIRES)
def translate(request: SignedInRequest, code: str) -> HttpResponse:
    item = get_object_or_404(BankItem.objects.visible_to(request.user), code=code)
    newest = item.wordings.prefetch_related("translations").order_by("-number")[0]
    language = request.GET.get("language", "")
    initial = {"language": language, "text": newest.in_languages().get(language, "")}
    form = TranslationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.translate(
                wording=newest, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except actions.CannotChange as refusal:
            form.add_error("text", str(refusal))
        else:
            tongue = words.BY_CODE[form.cleaned_data["language"]]
            messages.success(request, f"{code} can be asked in {tongue.english}.")
            return redirect("listen:bank:show", code=code)
    return render(
        request,
        "listen/bank/pages/translate.jinja",
        {"form": form, "item": item, "newest": newest},
    )

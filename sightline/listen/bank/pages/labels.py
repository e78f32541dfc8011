"""Names of themes and answers of scales in another language, all on one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.forms import Form, use_plain_errors
from sightline.listen.bank import actions, words
from sightline.listen.bank.models import BankScale, BankTheme
from sightline.people.request import SignedInRequest

LONGEST = 200


class LabelsForm(Form):
    """A box for each theme and each answer, with what stands there now."""

    def __init__(self, *args: Any, tongue: words.Tongue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.themes = {f"theme-{one.code}": one for one in BankTheme.objects.all()}
        self.scales = list(BankScale.objects.all())
        self.answers: dict[str, tuple[str, str]] = {}
        for name, theme in self.themes.items():
            self._asks(name, theme.labels, tongue)
        for scale in self.scales:
            for one in scale.answers:
                name = f"answer-{scale.code}-{one['value']}"
                self.answers[name] = (scale.code, one["value"])
                self._asks(name, one["labels"], tongue)

    def _asks(self, name: str, labels: dict[str, str], tongue: words.Tongue) -> None:
        side = "rtl" if tongue.right_to_left else "ltr"
        field = forms.CharField(
            label=labels[words.FIRST],
            max_length=LONGEST,
            required=False,
            initial=labels.get(tongue.code, ""),
            widget=forms.TextInput(attrs={"dir": side, "lang": tongue.code}),
        )
        use_plain_errors(field, labels[words.FIRST])
        self.fields[name] = field


@allow(Permission.MANAGE_QUESTIONNAIRES)
def labels(request: SignedInRequest) -> HttpResponse:
    """``?language=pl`` chooses; without it the page only lists the languages."""
    tongue = words.BY_CODE.get(request.GET.get("language", ""))
    if tongue is None or tongue.code == words.FIRST:
        return render(
            request, "listen/bank/pages/labels.jinja", {"tongue": None, "tongues": words.TONGUES}
        )
    form = LabelsForm(request.POST or None, tongue=tongue)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        count = actions.translate_labels(
            language=tongue.code,
            themes={one.code: given[name] for name, one in form.themes.items()},
            answers={place: given[name] for name, place in form.answers.items()},
            by=request.user,
            at=timezone.now(),
        )
        said = f"Stored in {tongue.english}." if count else "Nothing was changed."
        messages.success(request, said)
        return redirect(f"{reverse('listen:bank:labels')}?language={tongue.code}")
    return render(request, "listen/bank/pages/labels.jinja", {"tongue": tongue, "form": form})

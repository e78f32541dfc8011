"""Say what the columns of a table are, where its headings do not say it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.imports.reading.unreadable import shortened
from sightline.listen.outside import actions, looking, tasks
from sightline.listen.outside.models import OutsideImport
from sightline.listen.outside.words import Role
from sightline.people.request import SignedInRequest

#: A result can stand in several columns, one for each indicator; nothing else can.
_SEVERAL = (Role.LEFT_OUT, Role.MEASURE)


class ColumnsForm(Form):
    def __init__(self, *args: Any, found: looking.Looked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        for use, example in found.columns:
            self.fields[f"what_{use.place}"] = forms.ChoiceField(
                label=f"Column “{shortened(use.heading)}”",
                choices=Role.choices,
                initial=use.role.value,
                help_text=example,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for use, _ in self.found.columns:
            name = f"what_{use.place}"
            role = cleaned.get(name, "")
            if role in _SEVERAL:
                continue
            if role in taken:
                self.add_error(name, f"“{taken[role]}” is this already: choose one of the two")
            taken[role] = shortened(use.heading)
        if Role.VALUE not in taken and Role.MEASURE not in cleaned.values():
            self.add_error(None, "No column holds results yet. Choose one.")
        return cleaned

    def as_said(self) -> dict[str, str]:
        """Heading → role."""
        return {
            use.heading: self.cleaned_data[f"what_{use.place}"] for use, _ in self.found.columns
        }


@allow(Permission.IMPORT_SURVEY)
def say_columns(request: SignedInRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(OutsideImport.objects.visible_to(request.user), pk=pk)
    context: dict[str, Any] = {"one": one}
    try:
        found = looking.columns_of(one)
    except Refusal as reason:
        return render(request, "listen/outside/pages/columns.jinja", {**context, "reason": reason})
    form = ColumnsForm(request.POST or None, found=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_columns(
                outside_import=one, columns=form.as_said(), by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            tasks.read_file.enqueue(one.pk, by=request.user.pk)
            return redirect("listen:outside:file", pk=pk)
    return render(request, "listen/outside/pages/columns.jinja", {**context, "form": form})

"""Choose questions of the bank, by theme."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.bank.models import BankItem
from sightline.listen.questionnaires import composing
from sightline.listen.questionnaires.editing import actions, changes
from sightline.listen.questionnaires.editing.pages.opened import Opened, opened
from sightline.listen.questionnaires.form import Form as Questions
from sightline.listen.questionnaires.form import Group
from sightline.people.request import SignedInRequest


class ItemsForm(Form):
    items = forms.MultipleChoiceField(
        label="Questions",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one question"},
    )


@allow(Permission.MANAGE_QUESTIONNAIRES)
def bank(request: SignedInRequest, code: str) -> HttpResponse:
    found = opened(request.user, code)
    known = changes.names(found.form)
    offered = [
        one
        for one in BankItem.objects.visible_to(request.user).filter(is_retired=False).with_wording()
        if one.code not in known
    ]
    form = ItemsForm(request.POST or None)
    items: Any = form.fields["items"]
    items.choices = [(one.code, one.newest[0].text) for one in offered]
    if request.method == "POST" and form.is_valid():
        chosen = [one for one in offered if one.code in form.cleaned_data["items"]]
        try:
            actions.edit(
                questionnaire=found.questionnaire,
                change=lambda draft: _with(draft, chosen),
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("items", str(refusal))
        else:
            return redirect("listen:editing:show", code)
    return render(
        request, "listen/questionnaires/editing/pages/bank.jinja", _shown(found, form, offered)
    )


def _shown(found: Opened, form: ItemsForm, offered: list[BankItem]) -> dict[str, Any]:
    themes = [
        (items[0].theme, items)
        for items in (list(group) for _, group in groupby(offered, key=lambda one: one.theme.code))
    ]
    return {
        "found": found,
        "form": form,
        "themes": themes,
        "chosen": set(form["items"].value() or ()),
    }


def _with(form: Questions, items: list[BankItem]) -> Questions:
    """The form with these items on the pages of their themes."""
    spoken = [one.code for one in form.languages]
    for theme, group in groupby(items, key=lambda one: one.theme):
        asked: list[tuple[BankItem, composing.AskIf]] = [(one, {}) for one in group]
        part = composing.composed({}, [composing.Part(theme, asked)], spoken)
        (page,) = part.children
        assert isinstance(page, Group)  # noqa: S101 - a part is a group
        form = changes.add_group(form, page)
        for name, choices in part.choice_lists.items():
            form = changes.with_list(form, name, choices)
    return form

"""The languages of a questionnaire, with the words that the bank has in them."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.bank import words
from sightline.listen.bank.models import BankScale, BankTheme, Wording
from sightline.listen.questionnaires import composing
from sightline.listen.questionnaires.editing import actions, changes
from sightline.listen.questionnaires.editing.pages.opened import opened
from sightline.listen.questionnaires.form import Form as Questions
from sightline.listen.questionnaires.form import Group, Words
from sightline.people.request import SignedInRequest


class LanguagesForm(Form):
    languages = forms.MultipleChoiceField(
        label="Languages beside English",
        choices=[(one.code, one.english) for one in words.TONGUES if one.code != words.FIRST],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What has no words in a language yet is asked in English.",
    )


@allow(Permission.MANAGE_QUESTIONNAIRES)
def languages(request: SignedInRequest, code: str) -> HttpResponse:
    found = opened(request.user, code)
    now = [one.code for one in found.form.languages]
    form = LanguagesForm(request.POST or None, initial={"languages": now})
    if request.method == "POST" and form.is_valid():
        spoken = [words.FIRST, *form.cleaned_data["languages"]]
        try:
            actions.edit(
                questionnaire=found.questionnaire,
                change=lambda draft: _spoken(draft, spoken),
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("languages", str(refusal))
        else:
            return redirect("listen:editing:show", code)
    missing = {
        one.name: sum(one.code not in question.labels for _, question in found.form.questions())
        for one in found.form.languages
    }
    return render(
        request,
        "listen/questionnaires/editing/pages/languages.jinja",
        {"found": found, "form": form, "missing": missing},
    )


def _spoken(form: Questions, codes: list[str]) -> Questions:
    """The form in these languages, with what the bank has of the wordings that it asks."""
    asked = {question.item: question.item_version for _, question in form.questions()}
    wordings = {
        (one.item.code, one.number): one.in_languages()
        for one in Wording.objects.filter(item__code__in=asked)
        .select_related("item")
        .prefetch_related("translations")
    }
    themes = {one.code: one.labels for one in BankTheme.objects.all()}
    texts: dict[str, Words] = {
        path: composing.only(
            themes.get(node.name, {})
            if isinstance(node, Group)
            else wordings.get((node.item, node.item_version), {}),
            codes,
        )
        for path, node in form.nodes()
    }
    lists = {
        f"{scale.code}/{one.value}": one.labels
        for scale in BankScale.objects.filter(code__in=form.choice_lists)
        for one in composing.choices(scale, codes)
    }
    kept = {one.code: one for one in form.languages}
    return changes.in_languages(
        form, [kept.get(code) or composing.language(code) for code in codes], texts, lists
    )

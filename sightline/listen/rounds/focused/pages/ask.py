"""A focused survey in one page: what to ask, whom, until when; preview; open."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from markupsafe import Markup

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base import service_state
from sightline.base.refusal import Refusal
from sightline.listen.bank import words
from sightline.listen.bank.models import BankItem, BankTheme
from sightline.listen.questionnaires import rendering
from sightline.listen.questionnaires.compiled import compile_form
from sightline.listen.rounds.focused import actions
from sightline.listen.rounds.focused.composing import asked_of_all, form_of
from sightline.listen.rounds.pages.asked_of import PopulationForm, end_of
from sightline.people.request import SignedInRequest

PREVIEW, OPEN, KEEP = "preview", "open", "keep"


class FocusedForm(PopulationForm):
    name = forms.CharField(
        label="Name of the survey",
        max_length=160,
        help_text="People see it before they answer, such as “Supervision at night”.",
    )
    items = forms.MultipleChoiceField(
        label="What to ask",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one question, or a whole theme"},
    )
    themes = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    languages = forms.MultipleChoiceField(
        label="Also in",
        choices=[(one.code, one.english) for one in words.TONGUES if one.code != words.FIRST],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="As far as the bank has a translation; the rest is asked in English.",
    )

    def __init__(self, *args: Any, listed: list[BankItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["items"].choices = [(one.code, one.newest[0].text) for one in listed]
        fields["themes"].choices = {(one.theme.code, str(one.theme)) for one in listed}
        if self.is_bound and self.data.getlist("themes"):  # type: ignore[attr-defined]
            # A ticked theme is all of its questions: no single one has to be ticked.
            fields["items"].required = False
        self._listed = listed

    @property
    def chosen(self) -> list[str]:
        given = self.cleaned_data
        whole = set(given["themes"])
        return [
            one.code
            for one in self._listed
            if one.theme.code in whole or one.code in given["items"]
        ]

    @property
    def tongues(self) -> list[str]:
        return [words.FIRST, *self.cleaned_data["languages"]]


@dataclass(frozen=True)
class ThemeOffered:
    theme: BankTheme
    items: list[BankItem]
    is_chosen: bool
    chosen: set[str]


@allow(Permission.RUN_ROUND)
def ask(request: SignedInRequest) -> HttpResponse:
    listed = list(BankItem.objects.visible_to(request.user).filter(is_retired=False).with_wording())
    wanted = request.POST.get("do", PREVIEW)
    form = FocusedForm(request.POST or None, viewer=request.user, listed=listed)
    preview: list[Markup] = []
    if request.method == "POST" and form.is_valid():
        if wanted == PREVIEW:
            preview = _preview(form)
        else:
            try:
                collection = _make(request, form, is_open=wanted == OPEN)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                said = "It is open: people can answer." if wanted == OPEN else "It is kept."
                messages.success(request, said)
                return redirect("listen:rounds:show", pk=collection.pk)
    return render(
        request,
        "listen/rounds/focused/pages/ask.jinja",
        {"form": form, "offered": _offered(form, listed), "preview": preview},
    )


def _make(request: SignedInRequest, form: FocusedForm, *, is_open: bool) -> Any:
    given = form.cleaned_data
    return actions.make(
        name=given["name"],
        items=form.chosen,
        languages=form.tongues,
        closes_at=end_of(given["closes_on"]),
        notice=given["notice"],
        place=given["place"],
        access=given["access"],
        who=form.who,
        sampling=form.drawn,
        shows=form.smallest,
        is_open=is_open,
        is_made_up=service_state.holds_made_up_data(),
        by=request.user,
        at=timezone.now(),
    )


def _preview(form: FocusedForm) -> list[Markup]:
    """Every page as people will see it, in English, with what only some of them are asked."""
    questions = form_of(form.cleaned_data["name"], form.chosen, form.tongues)
    asked = compile_form(asked_of_all(questions))
    pages = [rendering.page_html(asked, page.number, words.FIRST, {}, {}) for page in asked.pages]
    return [_inside(page) for page in pages]


def _inside(page: Markup) -> Markup:
    """A page of questions under a heading of this one: its own first heading becomes a third."""
    text = str(page).replace("<h1", "<h3").replace("</h1>", "</h3>")
    return Markup(text)  # noqa: S704 - it was safe before, and only names of elements changed


def _offered(form: FocusedForm, listed: list[BankItem]) -> list[ThemeOffered]:
    whole = set(form["themes"].value() or ())
    single = set(form["items"].value() or ())
    return [
        ThemeOffered(items[0].theme, items, items[0].theme.code in whole, single)
        for items in (list(group) for _, group in groupby(listed, key=lambda one: one.theme.code))
    ]

"""A question of somebody's own: add one, or change its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, use_plain_errors
from sightline.listen.bank.models import BankScale
from sightline.listen.questionnaires import composing
from sightline.listen.questionnaires.editing import actions, changes
from sightline.listen.questionnaires.editing.pages.opened import opened
from sightline.listen.questionnaires.editing.pages.page import new_name
from sightline.listen.questionnaires.form import (
    PREFER_NOT_TO_SAY,
    Choice,
    Group,
    Kind,
    Question,
)
from sightline.listen.questionnaires.form import Form as Questions
from sightline.people.request import SignedInRequest

KINDS: list[tuple[str, str]] = [
    ("select_one", "One answer of a list"),
    ("select_multiple", "Any number of answers of a list"),
    ("text", "Free text"),
    ("integer", "A whole number"),
    ("date", "A day"),
    ("note", "Nothing: it is a text to read"),
]
_CHOOSING = ("select_one", "select_multiple")
MOST_ANSWERS = 20


class OwnForm(Form):
    """The words, page, kind and answers of a question, in each language of the questionnaire."""

    def __init__(self, *args: Any, questions: Questions, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._languages = [one.code for one in questions.languages]
        for number, one in enumerate(questions.languages):
            named = "" if not number else f" in {one.name}"
            self._asks(f"label_{one.code}", f"The question{named}", required=not number, rows=2)
        if not is_new:
            return
        pages = [
            (one.name, questions.words(one.labels, "en") or one.name)
            for one in questions.children
            if isinstance(one, Group) and not one.is_repeat
        ]
        self.fields["page"] = forms.ChoiceField(label="On which page?", choices=pages)
        self.fields["kind"] = forms.ChoiceField(
            label="How is it answered?", choices=KINDS, widget=forms.RadioSelect
        )
        self.fields["scale"] = forms.ModelChoiceField(
            BankScale.objects.all(),
            label="Answers of the bank",
            required=False,
            empty_label="None: answers of my own",
            help_text="With a scale that has scores, the question is counted in results.",
        )
        for number, one in enumerate(questions.languages):
            named = "Answers of your own, one a line" if not number else f"The same in {one.name}"
            self._asks(f"answers_{one.code}", named, required=False, rows=5)
        self.fields["prefer"] = forms.BooleanField(
            label="Offer “Prefer not to say”", required=False, initial=True
        )
        for name in ("page", "kind", "scale", "prefer"):
            use_plain_errors(self.fields[name], str(self.fields[name].label))

    def _asks(self, name: str, label: str, *, required: bool, rows: int) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
        field = forms.CharField(label=label, max_length=2000, required=required, widget=widget)
        use_plain_errors(field, label)
        self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") not in _CHOOSING or given.get("scale"):
            return given
        first = self._lines(self._languages[0])
        if not 2 <= len(first) <= MOST_ANSWERS or len(set(first)) != len(first):
            self.add_error(
                f"answers_{self._languages[0]}",
                f"Enter 2 to {MOST_ANSWERS} different answers, one a line, or choose some of the "
                "bank",
            )
        for language in self._languages[1:]:
            if (others := self._lines(language)) and len(others) != len(first):
                self.add_error(
                    f"answers_{language}",
                    f"There are {len(first)} answers in the first language and {len(others)} "
                    "here. Each needs its own line",
                )
        return given

    def _lines(self, language: str) -> list[str]:
        lines = self.cleaned_data.get(f"answers_{language}", "").splitlines()
        return [" ".join(line.split()) for line in lines if line.strip()]

    @property
    def labels(self) -> dict[str, str]:
        texts = {one: self.cleaned_data[f"label_{one}"] for one in self._languages}
        return {language: " ".join(text.split()) for language, text in texts.items() if text}

    def choices(self) -> tuple[Choice, ...]:
        """The answers: of the bank, or those that were typed."""
        if scale := self.cleaned_data["scale"]:
            return composing.choices(scale, self._languages)
        lines: Mapping[str, list[str]] = {one: self._lines(one) for one in self._languages}
        count = len(lines[self._languages[0]])
        own = tuple(
            Choice(f"a{place + 1}", {one: texts[place] for one, texts in lines.items() if texts})
            for place in range(count)
        )
        if not self.cleaned_data["prefer"]:
            return own
        words = composing.only(composing.BESIDE[PREFER_NOT_TO_SAY], self._languages)
        return (*own, Choice(PREFER_NOT_TO_SAY, words))


@allow(Permission.MANAGE_QUESTIONNAIRES)
def own(request: SignedInRequest, code: str) -> HttpResponse:
    found = opened(request.user, code)
    path = request.GET.get("path", "")
    initial: dict[str, str] = {}
    if path:
        node = found.node(path)
        if not isinstance(node, Question) or node.item:
            raise Http404
        initial = {f"label_{language}": text for language, text in node.labels.items()}
    form = OwnForm(request.POST or None, questions=found.form, is_new=not path, initial=initial)
    if request.method == "POST" and form.is_valid():

        def change(draft: Questions) -> Questions:
            if path:
                return changes.change(draft, path, labels=form.labels)
            return _added(draft, form)

        try:
            actions.edit(
                questionnaire=found.questionnaire,
                change=change,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("listen:editing:show", code)
    return render(
        request,
        "listen/questionnaires/editing/pages/own.jinja",
        {"found": found, "form": form, "path": path},
    )


def _added(draft: Questions, form: OwnForm) -> Questions:
    given = form.cleaned_data
    kind: Kind = given["kind"]
    name = new_name(draft, next(iter(form.labels.values())))
    listed = ""
    if kind in _CHOOSING:
        listed = given["scale"].code if given["scale"] else f"{name}_answers"
        draft = changes.with_list(draft, listed, form.choices())
    question = Question(
        name,
        kind,
        form.labels,
        choices=listed,
        appearance="multiline" if kind == "text" else "",
    )
    return changes.add_question(draft, given["page"], question)

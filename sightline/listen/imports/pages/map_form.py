"""The form on which somebody says what each column of a file is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify

from sightline.design.forms import Form
from sightline.listen.imports import looking
from sightline.listen.imports.reading.unreadable import shortened
from sightline.listen.surveys import guess
from sightline.listen.surveys.questionnaire import CommentColumn, Item, Mapping, Theme

_ROLES = {
    guess.LEFT_OUT: "Leave it out",
    guess.COMMENT: "Comments, in people’s own words",
    "respondent": "Respondent’s own ID",
    "provider": "Code of the provider",
    "site": "Code of the site",
    "programme": "Code of the programme",
    "profession": "Profession",
    "level": "Level",
    "completed": "Day of answering",
}
_ANSWER = "answer:"


class MapForm(Form):
    provider = forms.CharField(
        label="Provider of every row",
        required=False,
        max_length=12,
        help_text="A code, only if the file has no column for the provider.",
    )
    programme = forms.CharField(
        label="Programme of every row",
        required=False,
        max_length=20,
        help_text="A code, only if the file has no column for the programme.",
    )

    def __init__(self, *args: Any, found: looking.Columns, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        scales = [
            (f"{_ANSWER}{code}", f"Answers: {scale.answers[0].text} to {scale.answers[-1].text}")
            for code, scale in found.scales.items()
        ]
        choices = [("What it is", list(_ROLES.items())), ("An item of the survey", scales)]
        for place, (heading, one) in enumerate(zip(found.headings, found.guesses, strict=True)):
            self.fields[f"what_{place}"] = forms.ChoiceField(
                label=f"Column “{shortened(heading)}”",
                choices=choices,
                initial=f"{_ANSWER}{one.scale}" if one.role == "answer" else one.role,
                help_text=found.example(place),
                required=False,
            )
            item: Item | CommentColumn | None = found.item(place) or found.comment(place)
            self.fields[f"label_{place}"] = forms.CharField(
                label="Short name of the item, or what was asked",
                initial=item.label if item else found.wordings.get(heading, heading)[:120],
                max_length=120,
                required=False,
            )
            self.fields[f"theme_{place}"] = forms.CharField(
                label="Theme",
                initial=found.theme(item.theme) if item else "",
                max_length=60,
                required=False,
            )
            self.fields[f"standards_{place}"] = forms.CharField(
                label="Standards it bears on",
                initial=", ".join(item.standards) if isinstance(item, Item) else "",
                max_length=60,
                required=False,
            )

    @property
    def columns(self) -> list[dict[str, Any]]:
        """The fields of each column together, for the page."""
        return [
            {
                "heading": heading,
                "is_answer": one.role == "answer",
                "fields": [self[f"{name}_{place}"] for name in ("what", "label")],
                "more": [self[f"{name}_{place}"] for name in ("theme", "standards")],
            }
            for place, (heading, one) in enumerate(
                zip(self.found.headings, self.found.guesses, strict=True)
            )
        ]

    def _wording(self, heading: str) -> str:
        """The question in full: the tool's own, or a heading that is one."""
        said = self.found.wordings.get(heading, "")
        return said or (heading if len(heading) > 40 else "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: dict[str, str] = {}
        for place, heading in enumerate(self.found.headings):
            what = cleaned.get(f"what_{place}", "")
            if what and what != guess.COMMENT and not what.startswith(_ANSWER):
                if what in seen:
                    self.add_error(
                        f"what_{place}", f"“{seen[what]}” is “{_ROLES[what]}” already: choose one"
                    )
                seen[what] = heading
        if not any(str(value).startswith(_ANSWER) for value in cleaned.values()):
            self.add_error(None, "No column holds answers yet. Choose a scale for at least one.")
        if "provider" not in seen and not cleaned.get("provider"):
            self.add_error("provider", "Choose the column of the provider, or enter one code here")
        return cleaned

    def as_mapping(self, survey: str) -> Mapping:
        """What was chosen, as a mapping of that survey. Items known before keep their code."""
        chosen, earlier = self.cleaned_data, self.found.earlier
        columns: dict[str, str] = {}
        themes: dict[str, Theme] = (
            {theme.code: theme for theme in earlier.themes} if earlier else {}
        )
        items: list[Item] = []
        comments: list[CommentColumn] = []
        taken = {code.casefold() for code in themes}
        if earlier:
            taken |= {item.code.casefold() for item in earlier.items}
            taken |= {comment.code.casefold() for comment in earlier.comments}
        for place, heading in enumerate(self.found.headings):
            what = chosen[f"what_{place}"]
            if what.startswith(_ANSWER):
                before = self.found.item(place)
                item = Item(
                    column=heading,
                    code=before.code if before else guess.code_of(heading, taken),
                    label=chosen[f"label_{place}"] or heading[:120],
                    scale=what.removeprefix(_ANSWER),
                    wording=before.wording if before else self._wording(heading),
                    theme=_theme(chosen[f"theme_{place}"], themes, taken),
                    standards=tuple(chosen[f"standards_{place}"].replace(",", " ").split()),
                    branch=before.branch if before else "",
                )
                items.append(item)
            elif what == guess.COMMENT:
                said = self.found.comment(place)
                comments.append(
                    CommentColumn(
                        column=heading,
                        code=said.code if said else guess.code_of(heading, taken),
                        label=chosen[f"label_{place}"] or heading[:120],
                        theme=_theme(chosen[f"theme_{place}"], themes, taken),
                    )
                )
            elif what:
                columns[what] = heading
        fixed = {
            role: chosen[role]
            for role in ("provider", "programme")
            if chosen[role] and role not in columns
        }
        used = {item.theme for item in items} | {comment.theme for comment in comments}
        return guess.mapping_of(
            survey,
            columns=columns,
            fixed=fixed,
            scales={item.scale: self.found.scales[item.scale] for item in items},
            themes=tuple(theme for theme in themes.values() if theme.code in used),
            items=tuple(items),
            comments=tuple(comments),
            earlier=earlier,
        )


def _theme(label: str, themes: dict[str, Theme], taken: set[str]) -> str:
    """The code of the theme with that label, which is added if it is new; blank for no label."""
    label = " ".join(label.split())
    if not label:
        return ""
    for theme in themes.values():
        if theme.label.casefold() == label.casefold():
            return theme.code
    code = guess.code_of(f"theme-{slugify(label)}", taken)
    themes[code] = Theme(code, label)
    return code

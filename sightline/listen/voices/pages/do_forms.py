"""The forms about a case, and which of their fields the person reads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from sightline.design.forms import CheckboxChoiceField, Form, RadioChoiceField
from sightline.listen.voices import queries, words
from sightline.listen.voices.case import LONGEST_TEXT
from sightline.listen.voices.models import Voice, VoiceMessage
from sightline.listen.voices.receipts.words import number_in
from sightline.organisations.models import Organisation
from sightline.people.models import User


class OnCase(Form):
    """A form about a case. ``lanes`` says which of its fields the person reads: "shared"."""

    lanes: dict[str, str] = {}

    def __init__(self, *args: Any, voice: Voice, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voice, self.user = voice, user
        self.set_up()

    def set_up(self) -> None:
        """Fit the form to the case."""


def _prose(label: str, *, rows: int = 6, **other: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        validators=[MaxLengthValidator(LONGEST_TEXT)],
        widget=forms.Textarea(attrs={"rows": rows}),
        **other,
    )


class Acknowledge(OnCase):
    pass


class Write(OnCase):
    lanes = {"text": "shared"}
    kind = RadioChoiceField(
        label="What is it?",
        choices=[
            (VoiceMessage.Kind.QUESTION, "A question to the person"),
            (VoiceMessage.Kind.UPDATE, "News for the person"),
        ],
    )
    text = _prose("What should the person read?", help_text="Plain words. Do not name others.")


class Note(OnCase):
    lanes = {"text": "internal"}
    text = _prose("Note")


class Triage(OnCase):
    lanes = {"answer": "shared", "reason": "internal"}
    outcome = RadioChoiceField(
        label="What becomes of it?",
        choices=[(one.value, one.label) for one in words.Outcome if one != words.Outcome.CONCERN],
        hints={
            words.Outcome.STORY: "Good care or teaching that others should know about.",
            words.Outcome.SIGNPOST: "Somebody else can help: say in the answer who, and how to "
            "reach them.",
            words.Outcome.NOTHING: "Say honestly why in the answer.",
        },
    )
    answer = _prose("Answer to the person")
    reason = _prose("Reason, for the team", rows=3, required=False)

    def set_up(self) -> None:
        if not self.voice.is_story:
            field: Any = self.fields["outcome"]
            field.choices = [one for one in field.choices if one[0] != words.Outcome.STORY]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("outcome") == words.Outcome.NOTHING and not given.get("reason"):
            self.add_error("reason", "Enter the reason why nothing further is done")
        return given


class Answer(OnCase):
    lanes = {"text": "shared"}
    text = _prose(
        "Answer to the person", help_text="What was done or decided, and what they will notice."
    )
    also = CheckboxChoiceField(
        label="Give the same answer to the cases like it?", choices=[], required=False
    )

    def set_up(self) -> None:
        alike = queries.family(self.voice, self.user).filter(state=words.State.TAKEN)
        field: Any = self.fields["also"]
        field.choices = [(one.number, f"{one.number}, {one.organisation.name}") for one in alike]
        if not field.choices:
            del self.fields["also"]


class Lift(OnCase):
    urgency = RadioChoiceField(label="How urgent is it?", choices=words.Urgency.choices)


class Restrict(OnCase):
    lanes = {"reason": "internal"}
    reason = _prose("Why?", rows=3)


class Link(OnCase):
    other = RadioChoiceField(label="Which case tells of the same?", required=False)
    number = forms.CharField(
        label="Or its number",
        help_text="For example, V-1234-5678",
        max_length=40,
        required=False,
    )

    def set_up(self) -> None:
        alike = queries.alike(self.voice, self.user)
        field: Any = self.fields["other"]
        field.choices = [
            (one.number, f"{one.number}, {one.organisation.name}, {one.raised_on:%-d %B %Y}")
            for one in alike
        ]
        field.choice_hints = {
            one.number: one.what_happened[:140] for one in alike if not one.is_restricted
        }
        if not field.choices:
            del self.fields["other"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        number = number_in(given.get("number") or "") or given.get("other") or ""
        found = Voice.objects.visible_to(self.user).filter(number=number).first()
        if found is None:
            self.add_error("number", "Choose a case, or enter the number of one that you can see")
        given["found"] = found
        return given


class Move(OnCase):
    region = forms.ModelChoiceField(
        label="Which region looks after it?",
        queryset=Organisation.objects.filter(kind=Organisation.Kind.REGION, closed_date=None),
        empty_label=None,
        widget=forms.RadioSelect,
    )

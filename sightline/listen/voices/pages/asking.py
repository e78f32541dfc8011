"""What is asked, question by question. Nothing of it is stored before the last page is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import Q
from django.forms.utils import ErrorDict
from django.utils import timezone

from sightline.design.forms import DateField, Form, RadioChoiceField
from sightline.listen.voices import rules, words
from sightline.listen.voices.actions.raise_ import LONGEST, LONGEST_PLACE
from sightline.organisations.models import Organisation, Profession, Programme

Answers = Mapping[str, str]
ELSEWHERE = "elsewhere"
#: What closed longer ago is not offered as a place.
CLOSED_WITHIN = timedelta(days=730)
MOST_PLACES = 15


class Asked(Form):
    """One page of questions; ``answers`` is what was said on the pages before."""

    def __init__(self, *args: Any, answers: Answers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_up(answers)

    def stand_silent(self) -> None:
        """Show what was said before again, without complaint about what was not."""
        self._errors: ErrorDict | None = ErrorDict()

    def set_up(self, answers: Answers) -> None:
        """Fit the questions to what was answered before."""


def _text(label: str, name: str, *, rows: int = 6, **other: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        validators=[MaxLengthValidator(LONGEST[name])],
        widget=forms.Textarea(attrs={"rows": rows}),
        **other,
    )


class WhatKind(Asked):
    kind = RadioChoiceField(
        label="What do you want to tell us?",
        choices=words.Kind.choices,
        hints={
            words.Kind.CONCERN: "Something that is wrong, unsafe or unfair, or that worries you.",
            words.Kind.CARE: "Something done well for patients that others should know about.",
            words.Kind.TEACHING: "Somebody or something that helped people to learn.",
        },
    )


class WhoAreYou(Asked):
    who = RadioChoiceField(label="Who are you?", choices=words.Who.choices)


class Find(Asked):
    find = forms.CharField(
        label="Where did it happen?",
        help_text="The name, town or postcode of the hospital, practice or other place. "
        "Leave it empty if you do not want to say. We then ask for the region only.",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def places_for(text: str) -> list[Organisation]:
    """Providers and sites that fit what was typed, the likeliest first."""
    if not text.strip():
        return []
    today = timezone.localdate()
    rows: Any = Organisation.objects.filter(
        Q(kind__in=Organisation.PROVIDER_KINDS) | Q(kind=Organisation.Kind.SITE)
    ).filter(Q(closed_date=None) | Q(closed_date__gte=today - CLOSED_WITHIN))
    rows = rows.matching(text).best_match_first(text).select_related("provider")
    return list(rows.order_by("rank", "name", "code")[:MOST_PLACES])


class Place(Asked):
    place = RadioChoiceField(label="Which place do you mean?")

    def set_up(self, answers: Answers) -> None:
        found = places_for(answers.get("find", ""))
        field: Any = self.fields["place"]
        field.choices = [
            *((one.code, one.name) for one in found),
            (ELSEWHERE, "None of these, or I would rather not say"),
        ]
        field.choice_hints = {
            one.code: ", ".join(
                part
                for part in (
                    one.provider.name if one.provider and one.provider_id != one.pk else "",
                    one.postcode,
                    "closed" if one.closed_date and one.closed_date <= timezone.localdate() else "",
                )
                if part
            )
            for one in found
        }


class Region(Asked):
    region = RadioChoiceField(
        label="In which region?", help_text="So that it reaches the people who look after it."
    )

    def set_up(self, answers: Answers) -> None:
        rows = Organisation.objects.filter(kind=Organisation.Kind.REGION, closed_date=None)
        self.fields["region"].choices = [(one.code, one.name) for one in rows]  # type: ignore[attr-defined]


class Environment(Asked):
    environment = forms.ChoiceField(label="Ward, department or team", required=False)
    place_text = forms.CharField(
        label="If it is not listed, where was it?",
        help_text="For example, the ward, clinic or team. You can leave this out.",
        max_length=LONGEST_PLACE,
        required=False,
    )

    def set_up(self, answers: Answers) -> None:
        organisation = chosen_organisation(answers)
        found: list[tuple[str, str]] = []
        if organisation is not None and organisation.provider is not None:
            rows = organisation.provider.environments.filter(closed_date=None)
            found = [(str(one.pk), one.name) for one in rows]
        if found:
            field: Any = self.fields["environment"]
            field.choices = [("", "Not listed, or I would rather not say"), *found]
        else:
            del self.fields["environment"]
            self.fields["place_text"].label = "Which ward, department or team?"


class Course(Asked):
    profession = forms.ChoiceField(label="Your profession", required=False)
    programme = forms.ChoiceField(label="Your programme", required=False)

    def set_up(self, answers: Answers) -> None:
        nothing = ("", "I would rather not say")
        asked: Any = self.fields
        asked["profession"].choices = [nothing, *Profession.objects.values_list("code", "name")]
        asked["programme"].choices = [nothing, *Programme.objects.values_list("code", "name")]


class WhatHappened(Asked):
    what_happened = _text(
        "What happened?",
        "what_happened",
        rows=9,
        help_text="In your own words. Say when it was and whether it still goes on. Leave out "
        "names of patients.",
    )

    def set_up(self, answers: Answers) -> None:
        if answers.get("kind") in words.STORIES:
            self.fields["what_happened"].help_text = (
                "In your own words. What was done, and what difference did it make? Leave out "
                "names of patients."
            )


class Affected(Asked):
    who_is_affected = _text(
        "Who is affected?",
        "who_is_affected",
        rows=4,
        required=False,
        help_text="For example: me, other learners, patients, staff. You can leave this out.",
    )


class PatientsSafety(Asked):
    patients_safety = RadioChoiceField(
        label="Could patients come to harm?", choices=words.Touched.choices
    )


class SomebodysSafety(Asked):
    somebodys_safety = RadioChoiceField(
        label="Is your safety, or somebody else’s, at risk?",
        help_text="Also from bullying, harassment, violence, or harm to oneself.",
        choices=words.Touched.choices,
    )


class Individual(Asked):
    names_individual = RadioChoiceField(
        label="Is it about one person who could be recognised?",
        help_text="For example a named supervisor, or “the ward manager”. Few people may open "
        "such a case, and each time is logged.",
        choices=[("yes", "Yes"), ("no", "No")],
    )


class Wish(Asked):
    what_they_wish = _text(
        "What would you like to happen?",
        "what_they_wish",
        rows=4,
        required=False,
        help_text="You can leave this out.",
    )


class Publish(Asked):
    may_publish = RadioChoiceField(
        label="May we tell your story in public?",
        help_text="We change the words so that nobody can be recognised, and a person checks it "
        "before it is shown.",
        choices=[("yes", "Yes"), ("no", "No, it is for those who look after this only")],
    )


class HowOpen(Asked):
    privacy = RadioChoiceField(
        label="Do you want to say who you are?",
        choices=[
            (words.Privacy.ANONYMOUS, "No, stay anonymous"),
            (words.Privacy.CONFIDENTIAL, "Yes, but only to the quality team (confidential)"),
            (words.Privacy.NAMED, "Yes, and my name may be used to sort this out (named)"),
        ],
        hints={
            words.Privacy.ANONYMOUS: "We keep nothing that says who you are. You can still come "
            "back with a number and four words to read our answer.",
            words.Privacy.CONFIDENTIAL: "Your organisation is not told who you are, unless the "
            "law or somebody’s safety leaves us no choice. We would tell you first.",
            words.Privacy.NAMED: "We ask you before we use your name.",
        },
    )


class Contact(Asked):
    name = forms.CharField(label="Your name", max_length=120, required=False)
    email = forms.EmailField(
        label="Email address", help_text="Your own, not one of the organisation.", required=False
    )
    phone = forms.CharField(label="Telephone number", max_length=40, required=False)
    wants_news = RadioChoiceField(
        label="Email you when there is news?",
        help_text="The email only says that there is news, never what about.",
        choices=[("yes", "Yes"), ("no", "No")],
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors:
            if not (given.get("email") or given.get("phone")):
                self.add_error("email", "Enter an email address or a telephone number")
            elif given.get("wants_news") == "yes" and not given.get("email"):
                self.add_error("email", "Enter an email address, so that we can tell you of news")
        return given


class When(Asked):
    when = RadioChoiceField(
        label="When should we begin?",
        choices=[("now", "Now"), ("later", "After my placement has ended")],
        hints={"later": "Nobody reads it before the day that you choose on the next page."},
    )


class BeginsOn(Asked):
    begins_on = DateField(
        label="First day on which we may read it",
        help_text="For example, 24 11 2027",
        earliest=timezone.localdate,
        latest=lambda: timezone.localdate() + rules.LONGEST_DELAY,
    )


@dataclass(frozen=True)
class Step:
    """A page of questions, and whether it is asked after these answers."""

    name: str
    form: type[Asked]
    asked: Callable[[Answers], bool] = lambda answers: True
    heading: str = ""  # where the page has more than one question

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of its boxes."""
        found: list[str] = []
        for name, field in self.form.base_fields.items():
            if isinstance(field, DateField):
                found += [f"{name}_{part}" for part in ("day", "month", "year")]
            else:
                found.append(name)
        return tuple(found)


def _is_concern(answers: Answers) -> bool:
    return answers.get("kind") not in words.STORIES


def _has_place(answers: Answers) -> bool:
    return answers.get("place", "") not in ("", ELSEWHERE) and bool(answers.get("find", "").strip())


STEPS = (
    Step("kind", WhatKind),
    Step("who", WhoAreYou),
    Step("find", Find),
    Step("place", Place, lambda answers: bool(answers.get("find", "").strip())),
    Step("region", Region, lambda answers: not _has_place(answers)),
    Step("environment", Environment, _has_place, "Where in that place was it?"),
    Step(
        "course",
        Course,
        lambda answers: answers.get("who") in (words.Who.LEARNER, words.Who.EDUCATOR),
        "Your profession and programme",
    ),
    Step("what", WhatHappened),
    Step("affected", Affected, _is_concern),
    Step("patients", PatientsSafety, _is_concern),
    Step("somebody", SomebodysSafety, _is_concern),
    Step("individual", Individual, _is_concern),
    Step("wish", Wish, _is_concern),
    Step("publish", Publish, lambda answers: not _is_concern(answers)),
    Step("privacy", HowOpen),
    Step(
        "contact",
        Contact,
        lambda answers: answers.get("privacy") in (words.Privacy.CONFIDENTIAL, words.Privacy.NAMED),
        "How can we reach you?",
    ),
    Step("when", When, _is_concern),
    Step(
        "begins",
        BeginsOn,
        lambda answers: _is_concern(answers) and answers.get("when") == "later",
    ),
)
BY_NAME = {step.name: step for step in STEPS}


def chosen_organisation(answers: Answers) -> Organisation | None:
    """The provider or site that was chosen, else the region."""
    if _has_place(answers):
        code, kinds = answers["place"], [*Organisation.PROVIDER_KINDS, Organisation.Kind.SITE]
    else:
        code, kinds = answers.get("region", ""), [Organisation.Kind.REGION]
    rows = Organisation.objects.select_related("provider", "region")
    return rows.filter(code=code, kind__in=kinds).first()


def begins_on(given: Mapping[str, Any], today: date) -> date:
    """The day chosen, or today."""
    chosen: date | None = given.get("begins_on")
    return chosen or today

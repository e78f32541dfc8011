"""Every component on one page, for looking at and for the accessibility check."""

from datetime import UTC, date, datetime

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse

from sightline.base import service_state
from sightline.design import forms, pictures
from sightline.design.pages import examples
from sightline.design.tables import Column, Kind, Linked, Table, Withheld

_ANSWERS = [("often", "Often"), ("sometimes", "Sometimes"), ("never", "Never")]


class ExampleForm(forms.Form):
    name = django_forms.CharField(label="Name", max_length=80)
    email = django_forms.EmailField(label="Email address", help_text="We only use this to reply")
    password = django_forms.CharField(label="Password", widget=django_forms.PasswordInput)
    people = django_forms.IntegerField(label="How many people are affected?", min_value=1)
    summary = django_forms.CharField(label="Summary", max_length=300, widget=django_forms.Textarea)
    notes = django_forms.CharField(label="Notes", required=False, widget=django_forms.Textarea)
    place = django_forms.ChoiceField(
        label="Place", choices=[("", "---------"), ("North", [("a", "Alder"), ("b", "Beech")])]
    )
    how_often = forms.RadioChoiceField(
        label="How often does it happen?",
        choices=_ANSWERS,
        hints={"often": "Every week or more", "never": "Not once this year"},
    )
    who = forms.CheckboxChoiceField(
        label="Who is affected?",
        choices=[("a", "Doctors"), ("b", "Nurses"), ("none", "None of these")],
        exclusive="none",
    )
    review_date = forms.DateField(label="Date of next review", help_text="For example, 24 11 2026")
    file = django_forms.FileField(label="File", required=False)
    agreed = django_forms.BooleanField(label="I have checked this")
    kept = django_forms.CharField(widget=django_forms.HiddenInput, initial="kept")


def guide(request: HttpRequest) -> HttpResponse:
    """The style guide; 404 unless the service is being developed or holds made-up data."""
    if not (settings.DEBUG or service_state.holds_made_up_data()):
        raise Http404
    wrong = {"review_date_day": "31", "review_date_year": "2026", "email": "no", "people": "x"}
    form = ExampleForm(wrong if "errors" in request.GET else None)
    if "messages" in request.GET:
        messages.success(request, "The concern was saved.")
        messages.warning(request, "Two rows of the file could not be read.")
    chosen = examples.LIST.read(request)
    page = chosen.page(list(range(213)))
    context = {
        "form": form,
        "table": _table(),
        "entries": _entries(),
        "chosen": chosen,
        "page": page,
        "numbers": [[str(number), number * number] for number in page.rows[:5]],
        "charts": examples.charts(),
        "spark": examples.spark(),
    }
    return pictures.render(request, "design/pages/guide.jinja", context)


# Access stands above design, so its decorator cannot be used here; this is the mark it leaves.
guide.sightline_permission = "anybody"  # type: ignore[attr-defined]


def _table() -> Table:
    return Table(
        caption="Supervision, by place",
        columns=[
            Column("Place"),
            Column("Learners", Kind.NUMBER),
            Column("Score", Kind.NUMBER, decimals=1),
            Column("Positive", Kind.PERCENT),
            Column("Since", Kind.DATE),
        ],
        rows=[
            [Linked("Alder Hospital", "#alder"), 1240, 71.25, 82, date(2024, 4, 1)],
            ["Beech Hospital", 310, 68.0, 74, date(2025, 4, 1)],
            ["Cedar Surgery", Withheld(), Withheld(), Withheld(), None],
        ],
        notes=["Learners who answered in 2026."],
        made_up=True,
    )


def _entries() -> list[dict[str, object]]:
    return [
        {
            "when": datetime(2026, 11, 24, 9, 5, tzinfo=UTC),
            "who": "Sam Example",
            "what": "Category changed from 1 to 2",
            "text": "Two learners said the same thing.\nThe trust has answered.",
        },
        {
            "when": datetime(2026, 11, 20, 14, 0, tzinfo=UTC),
            "who": "Alex Example",
            "what": "Note written",
            "is_internal": True,
        },
        {"when": date(2026, 11, 2), "who": "", "what": "Concern raised"},
    ]

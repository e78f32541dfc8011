from datetime import date
from html.parser import HTMLParser

import pytest
from django import forms as django_forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from sightline.design import fields, forms
from sightline.design.pages.guide import ExampleForm

_DRAW = '{% from "design/form.jinja" import field, form_page, error_summary %}'


def draw(source, **context):
    return engines["jinja2"].from_string(_DRAW + source).render(context)


class ReviewForm(forms.Form):
    review = forms.DateField(
        label="Date of next review", earliest=date(2026, 1, 1), latest=lambda: date(2027, 12, 31)
    )


def review(day="", month="", year=""):
    return ReviewForm({"review_day": day, "review_month": month, "review_year": year})


@pytest.mark.parametrize("month", ["11", "nov", "Nov.", "November", " 11 "])
def test_a_date_in_three_boxes(month):
    form = review("24", month, "2026")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["review"] == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("parts", "sentence", "target"),
    [
        (("", "", ""), "Enter date of next review", "day"),
        (("24", "", "2026"), "Date of next review must include a month", "month"),
        (("", "", "2026"), "Date of next review must include a day and a month", "day"),
        (("31", "2", "2026"), "Date of next review must be a real date", "day"),
        (("29", "2", "2027"), "Date of next review must be a real date", "day"),
        (("x", "2", "2026"), "Date of next review must have a day from 1 to 31", "day"),
        (("1", "13", "2026"), "Date of next review must have a month from 1 to 12", "month"),
        (
            ("1", "1", "26"),
            "Date of next review must have a year with 4 numbers, like 2026",
            "year",
        ),
        (("31", "12", "2025"), "Date of next review must be on or after 1 January 2026", "day"),
        (("1", "1", "2028"), "Date of next review must be on or before 31 December 2027", "day"),
        (("²", "1", "2026"), "Date of next review must have a day from 1 to 31", "day"),
    ],
)
def test_an_error_says_what_is_wrong_with_the_date(parts, sentence, target):
    form = review(*parts)
    assert form.errors["review"] == [sentence]
    assert fields.error_list(form) == [{"text": sentence, "href": f"#id_review_{target}"}]
    assert f'id="id_review_{target}"' in draw('{{ field(form["review"]) }}', form=form)


@given(st.text(max_size=5), st.text(max_size=5), st.text(max_size=5))
def test_whatever_is_typed_gives_a_date_or_a_sentence(day, month, year):
    form = review(day, month, year)
    assert form.is_valid() == ("review" in form.cleaned_data)
    if not form.is_valid():
        assert len(form.errors["review"]) == 1


def test_a_date_keeps_what_was_typed_and_shows_what_was_stored():
    typed = draw('{{ field(form["review"]) }}', form=review("31", "feb", "2026"))
    assert 'value="feb"' in typed
    stored = ReviewForm(initial={"review": date(2026, 11, 24)})
    shown = draw('{{ field(form["review"]) }}', form=stored)
    assert 'value="24"' in shown
    assert 'value="11"' in shown
    assert "nhsuk-input--error" not in shown


def test_a_date_that_did_not_change_has_not_changed():
    field = forms.DateField(label="Day", required=False)
    assert not field.has_changed(date(2026, 1, 2), ["2", "1", "2026"])
    assert field.has_changed(date(2026, 1, 2), ["3", "1", "2026"])
    assert field.has_changed(None, ["3", "", ""])
    assert field.clean(["", "", ""]) is None


def test_every_field_names_itself_when_it_is_empty():
    form = ExampleForm({})
    said = {name: errors[0] for name, errors in form.errors.items()}
    assert said["name"] == "Enter name"
    assert said["place"] == "Select place"
    assert said["people"] == "Answer “How many people are affected?”"
    assert said["agreed"] == "Tick “I have checked this”"
    assert said["review_date"] == "Enter date of next review"


def test_limits_name_the_field_and_say_what_to_do():
    class Limited(forms.Form):
        title = django_forms.CharField(label="Title", max_length=3)
        count = django_forms.IntegerField(label="How many learners?", min_value=0)
        where = django_forms.ChoiceField(label="Which site?", choices=[("a", "A")])

    for _ in range(2):
        form = Limited({"title": "long\x00", "count": "-1", "where": "b"})
        assert form.errors["title"] == [
            "Title must be 3 characters or fewer. You wrote 5",
            "Title has a character that cannot be stored. Type the text again",
        ]
        assert form.errors["count"] == ["“How many learners?” must be 0 or more"]
        assert form.errors["where"] == ["Select one of the answers listed for “Which site?”"]


def test_a_sentence_of_the_fields_own_stays():
    class Own(forms.Form):
        ods = django_forms.CharField(label="ODS code", error_messages={"required": "Which code?"})
        other = django_forms.CharField(label="ODS code")

    form = Own({})
    assert form.errors["ods"] == ["Which code?"]
    assert form.errors["other"] == ["Enter ODS code"]


def test_none_of_these_excludes_the_others():
    form = ExampleForm({"who": ["a", "none"]})
    assert form.errors["who"] == ["Select either other answers or “None of these”, not both"]


def test_every_kind_of_field_is_drawn_once_with_its_label():
    form = ExampleForm()
    page = draw("{{ form_page(form, csrf_input) }}", form=form, csrf_input="")
    page = Elements(page)
    labels = {attrs.get("for") for attrs, _ in page.called("label")}
    ids = [attrs["id"] for _, attrs, _ in page.found if "id" in attrs]
    assert len(ids) == len(set(ids))
    boxes = page.called("input", "select", "textarea")
    assert len(boxes) > len(form.fields)
    for attrs, _ in boxes:
        if attrs.get("type") != "hidden":
            assert attrs["id"] in labels
            for described in attrs.get("aria-describedby", "").split():
                assert described in ids
    assert page.called("form")[0][0]["enctype"] == "multipart/form-data"


class Elements(HTMLParser):
    """Every element of a page as (tag, attributes, text up to the next tag)."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs), []))

    def handle_endtag(self, tag):
        self.found.append((f"/{tag}", {}, []))

    def handle_data(self, data):
        if self.found:
            self.found[-1][2].append(data)

    def called(self, *tags):
        return [(attrs, "".join(text)) for tag, attrs, text in self.found if tag in tags]


def test_errors_in_the_summary_lead_to_their_fields():
    form = ExampleForm({"review_date_day": "1", "review_date_year": "2026"})
    page = draw("{{ error_summary(form) }}{{ form_page(form, '') }}", form=form)
    for problem in fields.error_list(form):
        if "kept" not in problem["text"]:
            assert f'id="{problem["href"][1:]}"' in page, problem


def test_errors_of_the_whole_form_and_of_lists_of_forms_are_said():
    class Two(forms.Form):
        name = django_forms.CharField()

        def clean(self):
            raise django_forms.ValidationError("Both cannot be true")

    several = django_forms.formset_factory(Two, extra=0)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-name": ""}
    )
    said = [problem["text"] for problem in fields.error_list(Two({}), None, [Two({})], several)]
    assert said == ["Both cannot be true", "Enter name"] * 3


@pytest.mark.parametrize("text", ["one\ntwo\n  three", 'say "hi" & <b>bye</b>', "  leading", "'"])
def test_what_was_typed_comes_back_unchanged(text):
    class Said(forms.Form):
        short = django_forms.CharField(strip=False)
        long = django_forms.CharField(strip=False, widget=django_forms.Textarea)
        counted = django_forms.CharField(strip=False, max_length=200, widget=django_forms.Textarea)

    page = draw("{{ form_page(form, '') }}", form=Said(dict.fromkeys(Said.base_fields, text)))
    areas = Elements(page).called("textarea")
    assert [words for _, words in areas] == [text, text]
    assert next(attrs["value"] for attrs, _ in Elements(page).called("input")) == text


def test_text_inside_a_revealed_field_is_not_indented():
    class Other(forms.Form):
        which = forms.RadioChoiceField(label="Which?", choices=[("a", "A"), ("other", "Other")])
        said = django_forms.CharField(label="Say which", widget=django_forms.Textarea)

    form = Other({"which": "other", "said": "one\ntwo\n  three"})
    page = draw(
        """{{ field(form["which"], conditional={"other": field(form["said"])}) }}""", form=form
    )
    assert [words for _, words in Elements(page).called("textarea")] == ["one\ntwo\n  three"]


def test_labels_that_say_they_are_markup_do_not_break_attributes():
    class Marked(forms.Form):
        name = django_forms.CharField(
            label=mark_safe('A "quoted" <i>label</i>'),
            widget=django_forms.TextInput(attrs={"data-x": mark_safe('"')}),
        )

    page = draw('{{ field(form["name"]) }}', form=Marked())
    assert "&lt;i&gt;" in page
    assert "<i>" not in page


def test_a_password_is_never_sent_back():
    page = draw('{{ field(form["password"]) }}', form=ExampleForm({"password": "s3cret words"}))
    assert "s3cret" not in page


def test_a_file_is_asked_for_and_missed():
    class Sent(forms.Form):
        file = django_forms.FileField(label="Survey file")

    assert Sent({}, {}).errors["file"] == ["Choose survey file"]
    assert Sent({}, {"file": SimpleUploadedFile("a.csv", b"a")}).is_valid()


def test_numbers_are_asked_for_in_a_text_box():
    page = draw('{{ field(form["people"]) }}', form=ExampleForm({"people": "x"}))
    assert 'type="text"' in page
    assert 'inputmode="numeric"' in page
    assert "Answer “How many people are affected?” with a whole number" in page


def test_options_say_what_may_be_left_out():
    page = draw('{{ field(form["notes"]) }}{{ field(form["name"]) }}', form=ExampleForm())
    assert "Notes (optional)" in page
    assert "Name (optional)" not in page

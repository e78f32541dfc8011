"""Form fields that ask and answer in plain words: a form, a date in three boxes, a choice."""

from calendar import month_abbr, month_name, monthrange
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError

from sightline.design import show

_MONTHS = {
    name.lower(): position
    for names in (month_name, month_abbr)
    for position, name in enumerate(names)
    if name
} | {"sept": 9}
_PARTS = ("day", "month", "year")
Limit = date | Callable[[], date] | None


class Form(forms.Form):
    """A form whose errors name their field: "Enter the summary", "Select who owns this"."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            use_plain_errors(field, str(field.label or name.replace("_", " ").capitalize()))


class ModelForm(forms.ModelForm):
    """A form about one record, with the same errors as `Form`."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            use_plain_errors(field, str(field.label or name.replace("_", " ").capitalize()))


def use_plain_errors(field: forms.Field, label: str) -> None:
    """Give a field sentences instead of Django's, save where the field brought its own."""
    thing = lower_first(label)
    verb = "Enter"
    if isinstance(field, forms.FileField):
        verb = "Choose"
    elif isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)):
        verb = "Select"
    required = f"{verb} {thing}"
    if label.endswith("?"):
        required = f"Answer “{label}”"
    elif isinstance(field, forms.BooleanField) and not isinstance(field, forms.NullBooleanField):
        required = f"Tick “{label}”"
    own = getattr(field, "own_errors", {})
    asked = f"“{label}”" if label.endswith("?") else thing
    plain = {
        "required": required,
        "invalid_choice": f"Select one of the answers listed for {asked}",
        "invalid_pk_value": f"Select one of the answers listed for {asked}",
        "invalid_list": f"Select from the answers listed for {asked}",
    }
    if isinstance(field, (forms.IntegerField, forms.FloatField, forms.DecimalField)):
        whole = "a whole number" if type(field) is forms.IntegerField else "a number"
        plain["invalid"] = (
            f"Answer “{label}” with {whole}, like 12"
            if label.endswith("?")
            else f"{label} must be {whole}, like 12"
        )
    elif isinstance(field, forms.EmailField):
        plain["invalid"] = "Enter an email address in the correct format, like name@example.com"
    defaults = _default_messages(type(field))
    for code, sentence in plain.items():
        if code not in own and field.error_messages.get(code) in (None, defaults.get(code)):
            field.error_messages[code] = sentence
    named = f"“{label}”" if label.endswith("?") else label
    for validator in field.validators:
        _use_plain_limit(validator, named)


def _use_plain_limit(validator: Any, named: str) -> None:
    """Say a limit in a sentence. Only Django's own are changed; one that explains itself stays."""
    kinds: dict[type, str] = {
        validators.MaxLengthValidator: (
            f"{named} must be %(limit_value)s characters or fewer. You wrote %(show_value)s"
        ),
        validators.MinLengthValidator: f"{named} must be %(limit_value)s characters or more",
        validators.MinValueValidator: f"{named} must be %(limit_value)s or more",
        validators.MaxValueValidator: f"{named} must be %(limit_value)s or less",
        validators.ProhibitNullCharactersValidator: (
            f"{named} has a character that cannot be stored. Type the text again"
        ),
    }
    sentence = kinds.get(type(validator))
    if sentence and validator.message == type(validator).message:
        validator.message = sentence


def lower_first(label: str) -> str:
    """A label inside a sentence: "Date of review" → "date of review"; "ODS code" stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _default_messages(kind: type[forms.Field]) -> dict[str, Any]:
    messages: dict[str, Any] = {}
    for parent in reversed(kind.__mro__):
        messages.update(getattr(parent, "default_error_messages", {}))
    return messages


class DateParts(forms.MultiWidget):
    """Day, month and year in three boxes; posted as name_day, name_month, name_year."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in _PARTS}, dict(attrs or {}))

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return ["", "", ""]


class DateField(forms.Field):
    """A day in three boxes. Cleans to a date, or None when empty and not required.

    `earliest` and `latest` (dates, or functions that give one) are both allowed days. The month
    may be a number or a name. A label is required, because the errors name it.
    """

    widget = DateParts

    def __init__(self, *, label: str, earliest: Limit = None, latest: Limit = None, **kwargs: Any):
        self.earliest = earliest
        self.latest = latest
        self.own_errors = dict(kwargs.get("error_messages") or {})
        super().__init__(label=label, **kwargs)

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        parts = [str(part or "").strip() for part in value]
        parts += [""] * (len(_PARTS) - len(parts))
        if not any(parts):
            return None
        missing = [name for name, part in zip(_PARTS, parts, strict=True) if not part]
        if missing:
            raise self._error(f"must include a {' and a '.join(missing)}", missing)
        day, month, year = (_whole(parts[0]), _month(parts[1]), _whole(parts[2]))
        if day is None or not 1 <= day <= 31:
            raise self._error("must have a day from 1 to 31", ["day"])
        if month is None or not 1 <= month <= 12:
            raise self._error("must have a month from 1 to 12", ["month"])
        if year is None or len(parts[2]) != 4 or year < 1:
            raise self._error("must have a year with 4 numbers, like 2026", ["year"])
        if day > monthrange(year, month)[1]:
            raise self._error("must be a real date", ["day"])
        return date(year, month, day)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        earliest, latest = _limit(self.earliest), _limit(self.latest)
        if earliest and value < earliest:
            raise self._error(f"must be on or after {show.format_date(earliest)}", list(_PARTS))
        if latest and value > latest:
            raise self._error(f"must be on or before {show.format_date(latest)}", list(_PARTS))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True

    def _error(self, complaint: str, parts: list[str]) -> ValidationError:
        return ValidationError(
            f"{str(self.label).rstrip('?')} {complaint}", code="date", params={"parts": parts}
        )


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def _month(text: str) -> int | None:
    return _MONTHS.get(text.lower().rstrip("."), _whole(text))


def _limit(limit: Limit) -> date | None:
    return limit() if callable(limit) else limit


class RadioChoiceField(forms.ChoiceField):
    """One answer of a few, all in view. `hints` explains an answer: {value: sentence}."""

    widget = forms.RadioSelect

    def __init__(self, *, hints: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        self.choice_hints = dict(hints or {})
        super().__init__(**kwargs)


class CheckboxChoiceField(forms.MultipleChoiceField):
    """Any number of answers. `hints` explains an answer; `exclusive` is the value for "none"."""

    widget = forms.CheckboxSelectMultiple

    def __init__(
        self, *, hints: Mapping[str, str] | None = None, exclusive: str = "", **kwargs: Any
    ) -> None:
        self.choice_hints = dict(hints or {})
        self.exclusive = exclusive
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if self.exclusive and self.exclusive in value and len(value) > 1:
            texts = {str(value): text for value, text in self.choices}  # type: ignore[misc, union-attr]
            chosen = texts[self.exclusive]
            raise ValidationError(f"Select either other answers or “{chosen}”, not both")

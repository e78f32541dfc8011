"""A Django form field as the parameters of an NHS macro."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import conditional_escape, format_html_join
from markupsafe import Markup

from sightline.design.forms import DateParts

DJANGO_EMPTY_LABEL = "---------"
DJANGO_ROWS = 10
# Attributes that the NHS macros set themselves, or that hide a mistake instead of saying it:
# maxlength cuts pasted text off without a word.
_LEFT_OUT = {
    "class",
    "id",
    "required",
    "maxlength",
    "minlength",
    "min",
    "max",
    "step",
    "rows",
    "cols",
}


def parameters(
    bound: BoundField,
    *,
    label: str | None = None,
    hint: str | Markup | None = None,
    size: str | None = None,
    is_page_heading: bool = False,
    width: int | None = None,
    rows: int | None = None,
    inline: bool = False,
    small: bool = False,
    prefix: str | None = None,
    suffix: str | None = None,
    conditional: Mapping[str, str] | None = None,
    mark_optional: bool = True,
    classes: str = "",
) -> dict[str, Any]:
    """What to draw for a bound field: {"macro": name of the NHS macro, "params": its parameters}.

    The macro "hidden" has name, id and value. See form.jinja for what the options mean.
    """
    widget = bound.field.widget
    if bound.is_hidden:
        shown = "" if bound.value() is None else _plain(bound.value())
        return {
            "macro": "hidden",
            "params": {"name": bound.html_name, "id": bound.auto_id, "value": shown},
        }
    macro = _macro(widget)
    heading = _heading(bound, label, size, is_page_heading, mark_optional)
    params: dict[str, Any] = {"name": bound.html_name, "id": bound.auto_id, "classes": classes}
    said = hint if hint is not None else bound.help_text
    if said:
        params["hint"] = {"html": conditional_escape(said)}
    if bound.errors:
        params["errorMessage"] = {"html": _joined(bound)}
    if bound.field.disabled:
        params["disabled"] = True
    attributes = {
        name: (_plain(value) if value is not True else {"value": True, "optional": True})
        for name, value in widget.attrs.items()
        if name not in _LEFT_OUT and name != "autocomplete" and value not in (None, False)
    }
    if attributes:
        params["attributes"] = attributes
    if "autocomplete" in widget.attrs:
        params["autocomplete"] = _plain(widget.attrs["autocomplete"])

    if macro in ("radios", "checkboxes"):
        single = isinstance(widget, forms.CheckboxInput)
        params["idPrefix"] = params.pop("id")
        params |= {"inline": inline, "small": small}
        if single:
            params["items"] = [_tick_box(bound, heading["text"])]
        else:
            params["fieldset"] = {"legend": heading}
            params["items"] = _choices(bound, conditional or {})
    elif macro == "date":
        params |= _date(bound, heading)
    else:
        params["label"] = heading
        params |= _text(bound, macro, width, rows, prefix, suffix)
    return {"macro": macro, "params": params}


def error_list(*forms_: Any) -> list[dict[str, str]]:
    """The errors of forms (and lists of forms) for a summary: text, and href to the first field.

    Undefined, None and forms without errors give nothing.
    """
    found: list[dict[str, str]] = []
    for form in forms_:
        if not form:
            continue
        if hasattr(form, "non_form_errors"):
            found += [{"text": str(error)} for error in form.non_form_errors()]
            found += error_list(*form.forms)
        elif isinstance(form, (list, tuple)):
            found += error_list(*form)
        elif getattr(form, "errors", None):
            found += [{"text": str(error)} for error in form.non_field_errors()]
            for bound in form:
                found += [
                    {"text": str(error), "href": f"#{_target(bound)}"} for error in bound.errors
                ]
    return found


def _macro(widget: forms.Widget) -> str:
    if isinstance(widget, DateParts):
        return "date"
    if isinstance(widget, (forms.CheckboxSelectMultiple, forms.CheckboxInput)):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.SelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.Select):
        return "select"
    if isinstance(widget, forms.Textarea):
        return "character_count" if widget.attrs.get("maxlength") else "textarea"
    if isinstance(widget, forms.FileInput):
        return "file"
    if isinstance(widget, forms.PasswordInput):
        return "password"
    return "input"


def _heading(
    bound: BoundField, label: str | None, size: str | None, is_page_heading: bool, mark: bool
) -> dict[str, Any]:
    text = _plain(label if label is not None else bound.label)
    optional = mark and not bound.field.required and not bound.field.disabled
    if optional and not isinstance(bound.field, forms.BooleanField) and "(optional)" not in text:
        text = f"{text} (optional)"
    heading: dict[str, Any] = {"text": text, "size": size or ("l" if is_page_heading else "s")}
    if is_page_heading:
        heading["isPageHeading"] = True
    return heading


def _text(
    bound: BoundField,
    macro: str,
    width: int | None,
    rows: int | None,
    prefix: str | None,
    suffix: str | None,
) -> dict[str, Any]:
    widget = bound.field.widget
    value = bound.value()
    shown = "" if value is None else _plain(value)
    if macro == "select":
        return {"items": _options(bound)}
    if macro == "file":
        return {"multiple": bool(getattr(widget, "allow_multiple_selected", False))}
    if macro in ("textarea", "character_count"):
        asked = int(widget.attrs.get("rows", DJANGO_ROWS))
        rows = rows or (5 if asked == DJANGO_ROWS else asked)
        return {"value": shown, "rows": rows} | (
            {"maxlength": int(widget.attrs["maxlength"])} if macro == "character_count" else {}
        )
    if macro == "password":
        return {}  # a password is never sent back
    text: dict[str, Any] = {"value": shown, "width": width, "prefix": prefix, "suffix": suffix}
    text["type"] = getattr(widget, "input_type", "text")
    if isinstance(widget, forms.NumberInput):
        # A number input changes by accident when a mouse wheel turns, and refuses "1,200" in
        # silence: the NHS design system asks for a text box with the right keyboard.
        whole = isinstance(bound.field, forms.IntegerField) and not isinstance(
            bound.field, (forms.FloatField, forms.DecimalField)
        )
        text |= {"type": "text", "inputmode": "numeric" if whole else "decimal"}
        text["width"] = width or 5
    elif isinstance(widget, forms.EmailInput):
        text |= {"spellcheck": False, "autocapitalize": "none"}
    return text


def _date(bound: BoundField, heading: dict[str, Any]) -> dict[str, Any]:
    value = bound.value()
    widget = bound.field.widget
    assert isinstance(widget, DateParts)  # noqa: S101 - chosen by this class
    values = list(value) if isinstance(value, (list, tuple)) else widget.decompress(value)
    wrong = _wrong_parts(bound)
    items = [
        {
            "name": f"{bound.html_name}_{part}",
            "id": f"{bound.auto_id}_{part}",
            "label": part.capitalize(),
            "value": _plain(values[position] or ""),
            "width": 4 if part == "year" else 2,
            "error": part in wrong if bound.errors else False,
            # A month may be written as a word.
            "inputmode": "text" if part == "month" else "numeric",
        }
        for position, part in enumerate(("day", "month", "year"))
    ]
    legend = {"role": "group", "legend": heading}
    return {"items": items, "fieldset": legend}


def _wrong_parts(bound: BoundField) -> list[str]:
    for error in bound.errors.as_data() if bound.errors else []:
        parts = (getattr(error, "params", None) or {}).get("parts")
        if parts:
            return list(parts)
    return ["day", "month", "year"] if bound.errors else []


def _target(bound: BoundField) -> str:
    if isinstance(bound.field.widget, DateParts):
        return f"{bound.auto_id}_{_wrong_parts(bound)[0]}"
    return bound.auto_id


def _selected(bound: BoundField) -> set[str]:
    value = bound.value()
    if value is None:
        return set()
    if isinstance(value, (list, tuple, set)):
        return {_plain(one) for one in value}
    return {_plain(value)}


def _flat(bound: BoundField) -> Iterator[tuple[str, str, str]]:
    """Each answer as (value, text, group); the group is "" outside groups."""
    field: Any = bound.field
    for value, text in field.choices:
        if isinstance(text, (list, tuple)):
            for inner, inner_text in text:
                yield _plain(inner), _plain(inner_text), _plain(value)
        else:
            yield _plain("" if value is None else value), _plain(text), ""


def _options(bound: BoundField) -> list[dict[str, Any]]:
    selected = _selected(bound)
    options: list[dict[str, Any]] = []
    previous = ""
    for value, text, group in _flat(bound):
        if group != previous and options:
            options.append({"divider": True})
        previous = group
        options.append(
            {
                "value": value,
                "text": "Choose one" if text == DJANGO_EMPTY_LABEL else text,
                "selected": value in selected,
            }
        )
    return options


def _choices(bound: BoundField, conditional: Mapping[str, str]) -> list[dict[str, Any]]:
    selected = _selected(bound)
    hints: Mapping[str, str] = getattr(bound.field, "choice_hints", {})
    exclusive = getattr(bound.field, "exclusive", "")
    items: list[dict[str, Any]] = []
    for value, text, _group in _flat(bound):
        if value == "" and text == DJANGO_EMPTY_LABEL:
            continue
        item: dict[str, Any] = {"value": value, "text": text, "checked": value in selected}
        if value in hints:
            item["hint"] = {"text": _plain(hints[value])}
        if value in conditional:
            item["conditional"] = {"html": conditional[value]}
        if exclusive and value == exclusive:
            items.append({"divider": "or"})
            item["behaviour"] = "exclusive"
            item["exclusive"] = True
        items.append(item)
    return items


def _tick_box(bound: BoundField, text: str) -> dict[str, Any]:
    value = bound.value()
    return {
        "value": "on",
        "text": text,
        "checked": bool(value) and str(value).lower() not in ("false", "0"),
    }


def _joined(bound: BoundField) -> str:
    return format_html_join(Markup("<br>"), "{}", ((error,) for error in bound.errors))


def _plain(value: Any) -> str:
    """Text that no longer claims to be markup: the NHS macros cannot read the value of one."""
    return "".join(list(str(value)))

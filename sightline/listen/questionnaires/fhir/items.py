"""Items of a Questionnaire as questions and groups."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sightline.listen.questionnaires.fhir import fhirpath, names
from sightline.listen.questionnaires.form import Choice, Group, Kind, Question

_KINDS: Mapping[str, Kind] = {
    "display": "note",
    "decimal": "decimal",
    "quantity": "decimal",
    "integer": "integer",
    "date": "date",
    "dateTime": "datetime",
    "time": "time",
    "string": "text",
    "text": "text",
    "url": "text",
    "question": "text",
}
_YES_NO = (Choice("true", {"en": "Yes", "cy": "Ie"}), Choice("false", {"en": "No", "cy": "Na"}))
_KNOWN_SETS = {
    names.YES_NO_DONT_KNOW: (
        Choice("Y", {"en": "Yes"}),
        Choice("N", {"en": "No"}),
        Choice("asked-unknown", {"en": "Don’t know"}),
    )
}
OTHER = Choice("other", {"en": "Other"})


def extension(element: Any, url: str) -> Any:
    """The value of the first extension of that address; None if there is none."""
    for one in (element or {}).get("extension", ()):
        if one.get("url") == url:
            return next((value for key, value in one.items() if key.startswith("value")), None)
    return None


class Reader:
    """Reads items one after the other; what is left out is in ``notices``."""

    def __init__(self, resource: dict[str, Any], language: str) -> None:
        self.language = language
        self.lists: dict[str, tuple[Choice, ...]] = {}
        self.notices: list[str] = []
        self.faults: list[str] = []
        self._contained = {
            key: one
            for one in resource.get("contained", ())
            if isinstance(one, dict) and one.get("resourceType") == "ValueSet"
            for key in (f"#{one.get('id')}", one.get("url"))
            if key
        }
        self._variables = _variables(resource)
        self.names: dict[str, str] = {}
        self._kinds: dict[str, tuple[str, bool]] = {}
        for item in _all(resource["item"]):
            name = extension(item, names.OURS + "name")
            if not isinstance(name, str):
                name = _name(item["linkId"], set(self.names.values()))
            self.names[item["linkId"]] = name
            self._kinds[item["linkId"]] = (item["type"], bool(item.get("repeats")))
        self.links = {name: link for link, name in self.names.items()}

    def words(self, element: Mapping[str, Any], key: str = "text") -> dict[str, str]:
        """A text with its translations."""
        text = element.get(key)
        found = {self.language: str(text)} if text else {}
        for one in (element.get(f"_{key}") or {}).get("extension", ()):
            if one.get("url") == names.TRANSLATION:
                code = str(extension(one, "lang") or "").lower()
                content = extension(one, "content")
                if code and content:
                    found[code] = str(content)
        return found

    def children(self, items: list[dict[str, Any]]) -> tuple[Question | Group, ...]:
        found: list[Question | Group] = []
        for item in items:
            found += self._item(item)
        return tuple(found)

    def _item(self, item: dict[str, Any]) -> Iterator[Question | Group]:
        relevant = self._relevant(item)
        if item["type"] == "group":
            yield Group(
                name=self.names[item["linkId"]],
                children=self.children(item.get("item", [])),
                labels=self.words(item),
                hints=_words_of(item, "hint"),
                relevant=relevant,
                is_repeat=bool(item.get("repeats")),
                repeat_count=str(extension(item, names.OURS + "repeat_count") or ""),
                appearance=str(extension(item, names.OURS + "appearance") or ""),
                source_id=_source_id(item, self.names[item["linkId"]]),
            )
            return
        question = self._question(item, relevant)
        yield question
        if item["type"] == "open-choice" and question.kind != "not_shown":
            yield Question(
                f"{question.name}_other",
                "text",
                {"en": "Please say which other"},
                relevant=f"selected(${{{question.name}}}, '{OTHER.value}')",
            )
        for child in self.children(item.get("item", [])):
            # What hangs on a question is asked once that is answered.
            answered = f"${{{question.name}}} != ''"
            both = f"{answered} and ({child.relevant})" if child.relevant else answered
            yield _with_relevant(child, both)

    def _question(self, item: dict[str, Any], relevant: str) -> Question:
        name, ours = self.names[item["linkId"]], _ours(item)
        kind, choices = self._kind(item)
        labels = self.words(item)
        if not labels and item.get("code"):
            labels = self.words(item["code"][0], "display")
        if prefix := item.get("prefix"):
            labels = {code: f"{prefix} {text}" for code, text in labels.items()}
        unit = extension(item, names.UNIT)
        hint = str((unit or {}).get("display") or (unit or {}).get("code") or "")
        if kind == "not_shown":
            self.notices.append(f"Item “{item['linkId']}” ({item['type']}) is kept but not shown.")
        if item.get("repeats") and kind not in ("select_multiple", "not_shown"):
            self.notices.append(f"Item “{item['linkId']}” may be answered once here.")
        shown = kind not in ("not_shown", "note", "hidden", "calculate")
        required = ours.get("required") or ("true()" if item.get("required") else "")
        return Question(
            name=name,
            kind=kind,
            labels=labels,
            hints=_words_of(item, "hint") or ({self.language: hint} if hint else {}),
            choices=choices,
            choice_filter=ours.get("choice_filter", ""),
            relevant=relevant,
            required=required if shown else "",
            constraint=ours.get("constraint", "") or _limits(item),
            constraint_words=_words_of(item, "constraint_words"),
            required_words=_words_of(item, "required_words"),
            calculation=ours.get("calculation", "") or self._calculated(item),
            default=ours.get("default", "") or self._initial(item, kind),
            read_only=bool(item.get("readOnly")) and kind not in ("note", "not_shown", "hidden"),
            appearance=ours.get("appearance", "")
            or ("multiline" if item["type"] == "text" else ""),
            parameters=_parameters(item),
            item=ours.get("item", ""),
            item_version=int(extension(item, names.OURS + "item_version") or 0),
            source_kind=ours.get("source_kind", "") or _source_kind(item["type"], kind),
            source_id=_source_id(item, name),
        )

    def _kind(self, item: dict[str, Any]) -> tuple[Kind, str]:
        kind = item["type"]
        given: Any = extension(item, names.OURS + "kind")
        if extension(item, names.HIDDEN) is True and kind != "display":
            return (given or "hidden"), ""
        if kind == "display":
            return ("hidden" if extension(item, names.HIDDEN) is True else "note"), ""
        if kind == "boolean":
            if given == "acknowledge":
                return "acknowledge", ""
            self.lists.setdefault(names.BOOLEAN_LIST, _YES_NO)
            return "select_one", names.BOOLEAN_LIST
        if kind in ("choice", "open-choice"):
            choices = self._choices(item)
            if not choices:
                return "not_shown", ""
            if kind == "open-choice":
                choices = (*choices, OTHER)
            several: Kind = "select_multiple" if item.get("repeats") else "select_one"
            return (given or several), self._list(item, choices)
        return (given or _KINDS.get(kind, "not_shown")), ""

    def _list(self, item: dict[str, Any], choices: tuple[Choice, ...]) -> str:
        """The name of the list of these choices; the same choices are one list."""
        ours = extension(item, names.OURS + "list")
        if ours and self.lists.setdefault(str(ours), choices) == choices:
            return str(ours)
        for name, there in self.lists.items():
            if there == choices:
                return name
        name = f"list.{len(self.lists) + 1}"
        self.lists[name] = choices
        return name

    def _choices(self, item: dict[str, Any]) -> tuple[Choice, ...]:
        if reference := item.get("answerValueSet"):
            if reference in _KNOWN_SETS:
                return _KNOWN_SETS[reference]
            contained = self._contained.get(reference)
            if contained is None:
                self.notices.append(
                    f"Item “{item['linkId']}” takes its answers from {reference}, which is not in "
                    "the file."
                )
                return ()
            concepts = contained.get("expansion", {}).get("contains") or [
                concept
                for include in contained.get("compose", {}).get("include", ())
                for concept in include.get("concept", ())
            ]
            return tuple(self._choice(one, one, "display") for one in concepts if one.get("code"))
        options = []
        for option in item.get("answerOption", ()):
            coding = option.get("valueCoding")
            if coding is not None:
                options.append(self._choice(coding, option, "display"))
            else:
                value = next(str(option[key]) for key in option if key.startswith("value"))
                options.append(Choice(re.sub(r"\s+", "_", value), {self.language: value}))
        return tuple({one.value: one for one in options}.values())

    def _choice(self, coding: dict[str, Any], option: dict[str, Any], key: str) -> Choice:
        code = str(coding.get("code") or coding.get("display") or "")
        columns = {
            one["url"].removeprefix(names.CHOICE_COLUMN): str(one.get("valueString", ""))
            for one in option.get("extension", ())
            if str(one.get("url", "")).startswith(names.CHOICE_COLUMN)
        }
        for url in names.WEIGHTS:
            weight = extension(option, url)
            weight = extension(coding, url) if weight is None else weight
            if weight is not None:
                columns.setdefault(names.SCORE, f"{weight:g}")
        labels = self.words(coding, key)
        return Choice(re.sub(r"\s+", "_", code), labels, columns)

    def _relevant(self, item: dict[str, Any]) -> str:
        if ours := extension(item, names.OURS + "relevant"):
            return str(ours)
        if written := extension(item, names.ENABLE_WHEN_EXPRESSION):
            return self._translated(item, written, "is asked of everybody")
        conditions = [self._condition(one) for one in item.get("enableWhen", ())]
        if len(conditions) > 1 and not item.get("enableBehavior"):
            self.notices.append(
                f"Item “{item['linkId']}” does not say whether all or any of its conditions "
                "have to hold; all have to here."
            )
        joined = " or " if item.get("enableBehavior") == "any" else " and "
        return joined.join(f"({one})" if len(conditions) > 1 else one for one in conditions)

    def _condition(self, condition: dict[str, Any]) -> str:
        link = condition["question"]
        reference, operator = f"${{{self.names[link]}}}", condition["operator"]
        value = next(value for key, value in condition.items() if key.startswith("answer"))
        if operator == "exists":
            return f"{reference} {'!=' if value is True else '='} ''"
        if isinstance(value, dict):
            value = value.get("code") or value.get("value") or value.get("display") or ""
        text = str(value).lower() if isinstance(value, bool) else str(value)
        kind, repeats = self._kinds[link]
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        is_choice = kind in ("choice", "open-choice")
        literal = text if is_number else _quoted(re.sub(r"\s+", "_", text) if is_choice else text)
        if is_choice and repeats and operator in ("=", "!="):
            has = f"selected({reference}, {literal})"
            return has if operator == "=" else f"{reference} != '' and not({has})"
        # In FHIR a comparison with no answer never holds.
        before = f"{reference} != '' and " if operator == "!=" else ""
        return f"{before}{reference} {operator} {literal}"

    def _translated(self, item: dict[str, Any], written: Any, else_: str) -> str:
        text = written.get("expression", "") if isinstance(written, dict) else ""
        try:
            return fhirpath.translate(text, self.names, self._variables | _variables(item))
        except fhirpath.NotOnTheList:
            self.notices.append(
                f"Item “{item['linkId']}” has an expression that is not used here, so it {else_}: "
                f"{' '.join(text.split())[:120]}"
            )
            return ""

    def _calculated(self, item: dict[str, Any]) -> str:
        written = extension(item, names.CALCULATED)
        return self._translated(item, written, "is not calculated") if written else ""

    def _initial(self, item: dict[str, Any], kind: Kind) -> str:
        chosen = [
            one.get("valueCoding", {}).get("code") or one.get("valueString") or ""
            for one in item.get("answerOption", ())
            if one.get("initialSelected")
        ]
        given = [
            value for one in item.get("initial", ()) for key, value in one.items()
            if key.startswith("value")
        ]  # fmt: skip
        found = []
        for value in [*chosen, *given]:
            if isinstance(value, dict):
                value = value.get("code") or value.get("value") or ""
            found.append(str(value).lower() if isinstance(value, bool) else str(value))
        if item["type"] == "open-choice" and given and isinstance(given[0], str):
            self.notices.append(f"Item “{item['linkId']}” begins without its own text.")
            return ""
        return " ".join(found) if kind == "select_multiple" else next(iter(found), "")


def _quoted(text: str) -> str:
    """A text in an expression, which has no way to write a quotation mark inside its own kind."""
    return f"'{text}'" if "'" not in text else '"' + text.replace('"', "") + '"'


def _all(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from _all(item.get("item", []))


def _name(link: str, taken: set[str]) -> str:
    name = re.sub(r"[^A-Za-z0-9_.-]+", "_", link).strip("_.-") or "item"
    if not name[0].isalpha():
        name = f"q{name}"
    name, number = name[:90], 2
    found = name
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    return found


def _source_id(item: dict[str, Any], name: str) -> str:
    """The linkId where it is another than the name; one that we made ourselves is none."""
    ours = extension(item, names.OURS + "name") is not None
    given = extension(item, names.OURS + "source_id") if ours else item["linkId"]
    return str(given) if given and given != name else ""


def _variables(element: dict[str, Any]) -> dict[str, str]:
    return {
        str(one["valueExpression"].get("name")): str(one["valueExpression"].get("expression", ""))
        for one in element.get("extension", ())
        if one.get("url") == names.VARIABLE and isinstance(one.get("valueExpression"), dict)
    }


def _ours(item: dict[str, Any]) -> dict[str, str]:
    return {
        field: str(value)
        for field in names.AS_TEXT
        if (value := extension(item, names.OURS + field)) is not None
    }


def _words_of(item: dict[str, Any], field: str) -> dict[str, str]:
    """Words in an extension of ours: one extension inside it for each language."""
    for one in item.get("extension", ()):
        if one.get("url") == names.OURS + field:
            inside = one.get("extension", ())
            return {str(part["url"]): str(part.get("valueString", "")) for part in inside}
    return {}


def _parameters(item: dict[str, Any]) -> dict[str, str]:
    return {
        one["url"].removeprefix(names.PARAMETER): str(one.get("valueString", ""))
        for one in item.get("extension", ())
        if str(one.get("url", "")).startswith(names.PARAMETER)
    }


def _source_kind(kind: str, made: Kind) -> str:
    return kind if kind in ("quantity", "url", "attachment", "reference", "open-choice") or (
        made == "not_shown") else ""  # fmt: skip


def _limits(item: dict[str, Any]) -> str:
    """Limits of an answer as a constraint."""
    found = []
    if (most := item.get("maxLength")) is not None:
        found.append(f"string-length(.) <= {int(most)}")
    for url, operator in ((names.MIN_VALUE, ">="), (names.MAX_VALUE, "<=")):
        value = extension(item, url)
        if isinstance(value, int | float):
            found.append(f". {operator} {value}")
        elif isinstance(value, str):
            found.append(f". {operator} '{value}'")
    pattern = extension(item, names.REGEX)
    if isinstance(pattern, str) and "'" not in pattern:
        found.append(f"regex(., '{pattern}')")
    return " and ".join(found)


def _with_relevant(node: Question | Group, relevant: str) -> Question | Group:

    return replace(node, relevant=relevant)

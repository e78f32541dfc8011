"""A Form as a FHIR R4 Questionnaire."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from sightline.listen.questionnaires.expressions.parsing import parse
from sightline.listen.questionnaires.expressions.tree import (
    Binary,
    Call,
    ExpressionRefused,
    Node,
    Number,
    Path,
    Text,
)
from sightline.listen.questionnaires.fhir import names
from sightline.listen.questionnaires.form import Choice, Form, Group, Question, Words

Element = dict[str, Any]
_TYPES = {
    "note": "display", "integer": "integer", "decimal": "decimal", "range": "decimal",
    "date": "date", "time": "time", "datetime": "dateTime", "acknowledge": "boolean",
    "calculate": "string", "hidden": "string", "text": "string", "rank": "choice",
    "select_one": "choice", "select_multiple": "choice",
}  # fmt: skip
#: Kinds that the type alone does not bring back.
_SAID = {"range", "acknowledge", "calculate", "rank", "not_shown"}


def content(form: Form, code: str, status: str = "draft") -> bytes:
    """The resource as JSON. ``status`` is FHIR's: draft or active."""
    return json.dumps(resource(form, code, status), ensure_ascii=False, indent=1).encode()


def resource(form: Form, code: str, status: str = "draft") -> Element:
    writer = _Writer(form)
    return {
        "resourceType": "Questionnaire",
        "id": code,
        "language": writer.language,
        "extension": [
            {"url": f"{names.LANGUAGE}{one.code}", "valueString": one.name}
            for one in form.languages
        ],
        **writer.said("title", form.title),
        "status": status,
        "item": writer.items(form.children),
    }


class _Writer:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.language = form.languages[0].code
        self.links = {node.name: node.source_id or node.name for _, node in form.nodes()}
        self.kinds = {node.name: node for _, node in form.questions()}
        names_used = [node.name for _, node in form.nodes()]
        #: FHIR's linkIds are unique in the whole; names are so within their group.
        self.is_unique = len(set(names_used)) == len(names_used)

    def said(self, key: str, words: Words) -> Element:
        found: Element = {key: self.form.words(words, self.language)} if words else {}
        others = [
            {
                "url": names.TRANSLATION,
                "extension": [
                    {"url": "lang", "valueCode": code},
                    {"url": "content", "valueString": text},
                ],
            }
            for code, text in words.items()
            if code != self.language and text
        ]
        return found | ({f"_{key}": {"extension": others}} if others else {})

    def items(self, children: Sequence[Question | Group], before: str = "") -> list[Element]:
        return [
            self.group(child, before) if isinstance(child, Group) else self.question(child, before)
            for child in children
        ]

    def link(self, node: Question | Group, before: str, extensions: list[Element]) -> str:
        """The linkId; where that is not what the reader would make the name of, the name too."""
        if self.is_unique and (node.source_id or _plain(node.name)):
            return node.source_id or node.name
        extensions.append(_text("name", node.name))
        if node.source_id:
            extensions.append(_text("source_id", node.source_id))
        return f"{before}{node.name}"

    def group(self, group: Group, before: str) -> Element:
        extensions: list[Element] = []
        for field in ("repeat_count", "appearance"):
            if text := getattr(group, field):
                extensions.append(_text(field, text))
        if group.hints:
            extensions.append(_words("hint", group.hints))
        item = {
            "linkId": self.link(group, before, extensions),
            **self.said("text", group.labels),
            "type": "group",
            **self.condition(group, extensions),
        }
        if group.is_repeat:
            item["repeats"] = True
        return _with(item, extensions, self.items(group.children, f"{before}{group.name}/"))

    def question(self, question: Question, before: str) -> Element:
        extensions: list[Element] = []
        item: Element = {
            "linkId": self.link(question, before, extensions),
            **self.said("text", question.labels),
            "type": self.type(question),
            **self.condition(question, extensions),
        }
        self.add_ours(question, extensions)
        if question.required == "true()" and question.kind != "note":
            item["required"] = True
        elif question.required:
            extensions.append(_text("required", question.required))
        if question.read_only:
            item["readOnly"] = True
        if question.choices and question.choices != names.BOOLEAN_LIST:
            item["repeats"] = question.kind == "select_multiple"
            choices = self.form.choice_lists[question.choices]
            item["answerOption"] = [self.option(one) for one in choices]
        return _with(item, extensions, [])

    def type(self, question: Question) -> str:
        if question.choices == names.BOOLEAN_LIST:
            return "boolean"
        if question.kind == "not_shown":
            known = ("attachment", "reference", "quantity")
            return question.source_kind if question.source_kind in known else "attachment"
        return "text" if "multiline" in question.appearance else _TYPES[question.kind]

    def add_ours(self, question: Question, extensions: list[Element]) -> None:
        """What FHIR has no words for."""
        for field in names.AS_TEXT:
            text = getattr(question, field)
            if text and field not in ("relevant", "required"):
                extensions.append(_text(field, text))
        for field in ("hints", "constraint_words", "required_words"):
            if words := getattr(question, field):
                extensions.append(_words("hint" if field == "hints" else field, words))
        for key, text in question.parameters.items():
            extensions.append({"url": names.PARAMETER + key, "valueString": text})
        if question.kind in _SAID:
            extensions.append(_text("kind", question.kind))
        if question.kind in ("hidden", "calculate"):
            extensions.append({"url": names.HIDDEN, "valueBoolean": True})
        if question.item_version:
            version = names.OURS + "item_version"
            extensions.append({"url": version, "valueInteger": question.item_version})
        if question.choices and question.choices != names.BOOLEAN_LIST:
            extensions.append(_text("list", question.choices))

    def option(self, choice: Choice) -> Element:
        coding = {"code": choice.value, **self.said("display", choice.labels)}
        extensions: list[Element] = [
            {"url": names.CHOICE_COLUMN + key, "valueString": text}
            for key, text in choice.columns.items()
            if key != names.SCORE and text
        ]
        try:
            score = float(choice.columns.get(names.SCORE, ""))
        except ValueError:
            pass
        else:
            extensions.append({"url": names.WEIGHTS[0], "valueDecimal": score})
        return _with({"valueCoding": coding}, extensions, [])

    def condition(self, node: Question | Group, extensions: list[Element]) -> Element:
        """When it is asked, in FHIR's own words where they reach; always also as it is written."""
        if not node.relevant:
            return {}
        extensions.append(_text("relevant", node.relevant))
        try:
            tree = parse(node.relevant)
        except ExpressionRefused:
            return {}
        for operator, behaviour in (("and", "all"), ("or", "any")):
            conditions = [self.enable_when(one) for one in _joined(tree, operator)]
            if all(conditions):
                found: Element = {"enableWhen": conditions}
                return found | ({"enableBehavior": behaviour} if len(conditions) > 1 else {})
        return {}

    def enable_when(self, node: Node) -> Element | None:
        """One comparison of a question with a value; None where FHIR cannot say it."""
        if isinstance(node, Call) and node.name == "selected" and len(node.arguments) == 2:
            node = Binary("=", *node.arguments)
        if not isinstance(node, Binary) or not isinstance(node.left, Path):
            return None
        path, value = node.left, node.right
        question = self.kinds.get(path.name)
        if path.start != "reference" or path.steps or question is None or not self.is_unique:
            return None
        link = {"question": self.links[path.name]}
        if isinstance(value, Text) and not value.value and node.operator in ("=", "!="):
            return link | {"operator": "exists", "answerBoolean": node.operator == "!="}
        if node.operator not in ("=", "<", "<=", ">", ">="):
            return None
        link["operator"] = node.operator
        kind = self.type(question)
        if isinstance(value, Number) and kind in ("integer", "decimal"):
            number = int(value.value) if kind == "integer" else value.value
            return link | {f"answer{kind.title()}": number}
        if not isinstance(value, Text):
            return None
        if kind == "boolean":
            return link | {"answerBoolean": value.value == "true"}
        if kind == "choice":
            return link | {"answerCoding": {"code": value.value}}
        return link | {"answerString": value.value} if kind in ("string", "text") else None


def _joined(node: Node, operator: str) -> list[Node]:
    if isinstance(node, Binary) and node.operator == operator:
        return [*_joined(node.left, operator), *_joined(node.right, operator)]
    return [node]


def _plain(name: str) -> bool:
    """Whether the reader takes this linkId for the name as it is."""
    return bool(re.fullmatch(r"[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?", name))


def _words(field: str, words: Words) -> Element:
    inside = [{"url": code, "valueString": text} for code, text in words.items() if text]
    return {"url": names.OURS + field, "extension": inside}


def _text(field: str, text: str) -> Element:
    return {"url": names.OURS + field, "valueString": text}


def _with(item: Element, extensions: list[Element], below: list[Element]) -> Element:
    found = {"extension": extensions} if extensions else {}
    return found | item | ({"item": below} if below else {})

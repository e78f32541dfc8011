"""The sheet "survey" as a tree of questions and groups."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sightline.listen.questionnaires.form import Choice, Group, Question, Words
from sightline.listen.questionnaires.structure import NAME
from sightline.listen.questionnaires.xlsform import kinds
from sightline.listen.questionnaires.xlsform.choices import OTHER
from sightline.listen.questionnaires.xlsform.sheets import MEDIA, Row, Sheet

#: Before the name of a list of the sheet external_choices.
EXTERNAL = "external."
_YES = {"yes", "true", "true()", "1"}
_NO = {"no", "false", "false()", "0", ""}
_PARAMETER = re.compile(r"([A-Za-z][\w-]*)\s*=\s*([^\s;,]+)")
#: Parts of the name of an answer that a loop puts into its questions.
_FILLED = re.compile(r"%\((name|label)\)s")


@dataclass
class _Open:
    """A group that has begun and not ended."""

    mark: kinds.Mark
    row: Row | None
    name: str
    children: list[Question | Group] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)


@dataclass
class Survey:
    """What was read. ``rows`` are the rows by the path of their question, for messages."""

    lists: dict[str, tuple[Choice, ...]]
    words: Callable[[Row, str], Words]
    faults: list[str]
    external: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    #: Names of what is kept and not shown, by what it is.
    not_shown: dict[str, list[str]] = field(default_factory=dict)

    def read(self, sheet: Sheet) -> tuple[Question | Group, ...]:
        top = _Open(kinds.Mark(True, "form"), None, "")
        open_groups = [top]
        for row in sheet.rows:
            if row.get("disabled").lower() in _YES:
                continue
            self._read_row(row, open_groups)
        for left in open_groups[1:]:
            assert left.row is not None  # noqa: S101 - only the form itself has no row
            self.faults.append(
                f"{left.row.where('type')}: the {left.mark.what} “{left.name}” begins here and "
                f"does not end. Add a row “end_{left.mark.what}” after its last question."
            )
        return tuple(top.children)

    def _read_row(self, row: Row, open_groups: list[_Open]) -> None:
        text = row.get("type")
        if not text:
            if row.get("name") or row.words.get("label"):
                self.faults.append(
                    f"{row.where('type')}: the type is missing. Write one, such as “text”, or "
                    "empty the row."
                )
            return
        try:
            what = kinds.read(text)
        except kinds.UnknownKind as unknown:
            self.faults.append(f"{row.where('type')}: {unknown}")
            return
        if isinstance(what, kinds.Mark):
            if what.begins:
                name = self._name(row, open_groups[-1], what.what)
                open_groups.append(_Open(what, row, name))
            else:
                self._end(row, what, open_groups)
            return
        if isinstance(what, kinds.Plain) and what.source_kind in kinds.BESIDE:
            self.not_shown.setdefault("file", []).append(row.get("name") or text)
            return
        inside = open_groups[-1]
        name = self._name(row, inside, text)
        path = "/".join([*(one.name for one in open_groups[1:]), name])
        self.rows[path] = row
        for question in self._questions(row, what, name):
            inside.children.append(question)
            if question.name != name:
                inside.names[question.name] = row.number
                self.rows[f"{path}_other"] = row

    def _name(self, row: Row, inside: _Open, what: str) -> str:
        name = row.get("name")
        if not name and what in ("note", "group", *kinds.OF_DEVICE):
            name = f"generated_{re.sub(r'[^a-z]', '_', what)}_{row.number}"
        if not name:
            self.faults.append(
                f"{row.where('name')}: the {what} has no name. Write one of letters, figures and "
                "underlines."
            )
        elif not NAME.fullmatch(name):
            self.faults.append(
                f"{row.where('name')}: the name “{name}” is not possible. Use letters, figures, "
                "hyphens and underlines, starting with a letter."
            )
        elif before := inside.names.get(name):
            self.faults.append(
                f"{row.where('name')}: the name “{name}” is used in row {before} already. Names "
                "within one group have to differ: change one of them."
            )
        inside.names.setdefault(name, row.number)
        return name

    def _end(self, row: Row, mark: kinds.Mark, open_groups: list[_Open]) -> None:
        begun = open_groups[-1]
        if begun.row is None:
            self.faults.append(
                f"{row.where('type')}: a {mark.what} ends here that has not begun. Take the row "
                "out, or add the row where it begins."
            )
            return
        if begun.mark.what != mark.what:
            self.faults.append(
                f"{row.where('type')}: a {mark.what} ends here, but what is open is the "
                f"{begun.mark.what} “{begun.name}” of row {begun.row.number}. End that first."
            )
            return
        open_groups.pop()
        path = "/".join([*(one.name for one in open_groups[1:]), begun.name])
        self.rows[path] = begun.row
        group = Group(
            name=begun.name,
            children=tuple(begun.children),
            labels=self.words(begun.row, "label"),
            hints=self.words(begun.row, "hint"),
            relevant=begun.row.get("relevant"),
            is_repeat=mark.what == "repeat",
            repeat_count=begun.row.get("repeat_count") if mark.what == "repeat" else "",
            appearance=begun.row.get("appearance"),
            source_id=begun.row.get("source_id"),
        )
        if mark.what == "loop":
            group = replace(group, children=tuple(self._looped(begun, group, path)))
        open_groups[-1].children.append(group)

    def _looped(self, begun: _Open, group: Group, path: str) -> Iterator[Group]:
        """The questions of a loop once for each answer of its list."""
        assert begun.row is not None  # noqa: S101 - a loop has a row
        choices = self.lists.get(begun.mark.list_name)
        if not choices:
            self.faults.append(
                f"{begun.row.where('type')}: there is no list “{begun.mark.list_name}” on the "
                "choices sheet. Add it, or correct the name."
            )
            return
        for choice in choices:
            for child in group.children:
                if row := self.rows.get(f"{path}/{child.name}"):
                    self.rows[f"{path}/{choice.value}/{child.name}"] = row
            yield Group(
                choice.value,
                tuple(_filled(child, choice) for child in group.children),
                labels=choice.labels,
            )

    def _questions(
        self, row: Row, what: kinds.Choosing | kinds.Plain, name: str
    ) -> Iterator[Question]:
        question = Question(
            name=name,
            kind=what.kind,
            labels=self.words(row, "label"),
            hints=self.words(row, "hint"),
            choice_filter=row.get("choice_filter"),
            relevant=row.get("relevant"),
            required=_condition(row.get("required")),
            constraint=row.get("constraint"),
            constraint_words=self.words(row, "constraint_message"),
            required_words=self.words(row, "required_message"),
            calculation=row.get("calculation"),
            default=row.get("default"),
            read_only=row.get("read_only").lower() not in _NO,
            appearance=row.get("appearance"),
            parameters=self._parameters(row),
            item=row.get("item"),
            source_id=row.get("source_id"),
            item_version=int(row.get("item_version")) if row.get("item_version").isdigit() else 0,
        )
        if isinstance(what, kinds.Choosing):
            yield from self._choosing(row, what, question)
            return
        if what.kind == "not_shown":
            told = "device" if what.of_device else "shown"
            self.not_shown.setdefault(told, []).append(name)
            question = replace(question, required="", source_kind=what.source_kind)
        elif what.kind == "calculate" and not (question.calculation or question.default):
            self.faults.append(
                f"{row.where('calculation')}: the calculation of “{name}” is missing. Write it, "
                "or take the row out."
            )
        yield question

    def _choosing(self, row: Row, what: kinds.Choosing, question: Question) -> Iterator[Question]:
        if what.from_file or what.list_name.startswith("${"):
            self.not_shown.setdefault("list", []).append(question.name)
            yield replace(
                question, kind="not_shown", required="", choice_filter="",
                source_kind=row.get("type"),
            )  # fmt: skip
            return
        list_name = what.list_name
        if what.external:
            # Lists of the two sheets may share a name.
            choices = self.external.get(list_name, ())
            list_name = f"{EXTERNAL}{list_name}"
            if choices:
                self.lists[list_name] = choices
        if list_name not in self.lists:
            sheet = "external_choices" if what.external else "choices"
            known = "" if what.external else _close(what.list_name, self.lists)
            self.faults.append(
                f"{row.where('type')}: there is no list “{what.list_name}” on the sheet "
                f"“{sheet}”.{known} Add it, or correct the name."
            )
        offered = self.lists.get(list_name, ())
        if what.or_other and all(one.value != OTHER.value for one in offered):
            self.lists[list_name] = (*offered, OTHER)
        if what.kind != "select_one" and (
            spaced := [one.value for one in offered if re.search(r"\s", one.value)]
        ):
            self.faults.append(
                f"{row.where('type')}: the list “{what.list_name}” has the value “{spaced[0]}”. "
                "Where several answers can be chosen, values have no spaces: use underlines."
            )
        yield replace(question, choices=list_name)
        if what.or_other:
            yield Question(
                f"{question.name}_other",
                "text",
                {"en": "Please say which other"},
                relevant=f"selected(../{question.name}, '{OTHER.value}')",
            )

    def _parameters(self, row: Row) -> dict[str, str]:
        found = dict(_PARAMETER.findall(row.get("parameters")))
        if rows := row.get("rows"):
            found["rows"] = rows
        for kind in sorted(MEDIA):
            for language, file in row.words.get(kind, {}).items():
                found[f"{kind}::{language}" if language else kind] = file
        return found


def _close(name: str, lists: Mapping[str, object]) -> str:
    close = difflib.get_close_matches(name, lists, n=1, cutoff=0.7)
    return f" Is “{close[0]}” meant?" if close else ""


def _condition(text: str) -> str:
    """The cell "required": an expression, where yes and no are words for true and false."""
    if text.lower() in _YES:
        return "true()"
    return "" if text.lower() in _NO else text


def _filled(node: Question | Group, choice: Choice) -> Question | Group:
    """A node of a loop with the name and the label of one answer put in."""

    def text(before: str, language: str = "") -> str:
        label = choice.labels.get(language) or next(iter(choice.labels.values()), choice.value)
        put = {"name": choice.value, "label": label}
        return _FILLED.sub(lambda found: put[found[1]], before)

    def words(before: Words) -> dict[str, str]:
        return {language: text(said, language) for language, said in before.items()}

    changed = replace(
        node, labels=words(node.labels), hints=words(node.hints), relevant=text(node.relevant)
    )
    if isinstance(changed, Group):
        return replace(changed, children=tuple(_filled(one, choice) for one in changed.children))
    return replace(
        changed, constraint=text(changed.constraint), calculation=text(changed.calculation)
    )

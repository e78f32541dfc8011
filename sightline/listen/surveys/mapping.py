"""Which column of a file is what, and how its answers count.

A mapping is YAML::

    survey: learner-survey          # code of the survey
    framework: "2024"               # version of the standards; may be left out
    columns:                        # heading of the column that holds…
      respondent: respondent_id     # the respondent's own ID; without it repeats are not noticed
      provider: provider_code
      site: site_code               # may be left out, and so may those below
      programme: programme_code
      profession: profession        # checked against the programme
      level: level                  # checked against the programme
      completed: completed_on       # day of answering
    fixed: {provider: DT-001}       # in place of a column that the file does not have
    not_answered: ["-"]             # texts that mean the same as an empty cell
    not_applicable: [N/A]
    prefer_not_to_say: [Prefer not to say]
    scales:
      agreement:                    # answers in the order in which they are drawn
        - {answer: Strongly agree, also: [SA], score: 100, positive: true}
      rating: {from: 1, to: 5, positive_from: 4}    # numbers; also: lowest_is_best: true
      spoken_up: yes_no             # or yes_no_reversed, where "No" is the good answer
    themes: [{code: supervision, label: Clinical supervision}]
    items:
      - {column: q07, code: LS07, label: Supervisor available, wording: "…",
         theme: supervision, scale: agreement, standards: ["3.5"], branch: ""}
    comments:                       # answers in people's own words; may be left out
      - {column: free1, code: K1, label: "What could be better?", theme: supervision}
    characteristics:                # what people say of themselves; may be left out
      - {column: ethnic, code: EQ04, label: Ethnic group, answers: [Asian, Black, White]}

Characteristics are shown only in groups of ten or more, never by site or programme; a text under
``prefer_not_to_say`` is a group of its own there. Comments are kept apart from all other answers,
and nobody reads one before a moderator has.
``branch`` names the professional branch that alone is asked the item. Scores run from 0 to 100.
An item with ``sensitive: true``, such as whether somebody was bullied, is counted as two answers,
those that are positive and the others, and shown only where several people gave each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sightline.base.refusal import Refusal
from sightline.listen.surveys import located
from sightline.listen.surveys.answers import plain
from sightline.listen.surveys.located import Located, Problem, Section
from sightline.listen.surveys.noting import Notes
from sightline.listen.surveys.questionnaire import (
    COLUMN_ROLES,
    FIXED_ROLES,
    Answer,
    CharacteristicColumn,
    CommentColumn,
    Item,
    Mapping,
    Scale,
    Theme,
)
from sightline.results import sensitive

__all__ = ["Mapping", "MappingRefused", "parse", "parse_scales"]

MOST_ANSWERS = 20
MOST_ITEMS = 400
MOST_COMMENTS = 40
MOST_CHARACTERISTICS = 12
_SECTIONS = (
    "survey",
    "framework",
    "columns",
    "fixed",
    "not_answered",
    "not_applicable",
    "prefer_not_to_say",
    "scales",
    "themes",
    "items",
    "comments",
    "characteristics",
)
_CHARACTERISTIC_KEYS = ("column", "code", "label", "answers")
_COMMENT_KEYS = ("column", "code", "label", "theme")
_ITEM_KEYS = (*_COMMENT_KEYS, "wording", "scale", "standards", "branch", "sensitive")
_YES_NO = {"yes_no": ("Yes", "No"), "yes_no_reversed": ("No", "Yes")}
_YES, _NO = ("y", "true"), ("n", "false")


class MappingRefused(Refusal):
    """The mapping cannot be used; ``problems`` says why, each with its line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def parse(text: str) -> Mapping:
    """Read a mapping. Raises MappingRefused, which names every place that is wrong."""
    try:
        content = located.read(text)
    except located.Unreadable as error:
        raise MappingRefused((error.problem,)) from error
    reader = _Reader()
    found = reader.mapping(content)
    if reader.problems or found is None:
        raise MappingRefused(tuple(sorted(reader.problems, key=lambda one: one.line or 0)))
    return found


def parse_scales(text: str) -> dict[str, Scale]:
    """Read scales alone, in the form that a mapping has them. Raises MappingRefused."""
    try:
        content = located.read(text)
    except located.Unreadable as error:
        raise MappingRefused((error.problem,)) from error
    reader = _Reader()
    found = reader.scales(content.get("scales") if isinstance(content, Section) else None)
    if reader.problems:
        raise MappingRefused(tuple(reader.problems))
    return found


class _Reader(Notes):
    def mapping(self, content: Located) -> Mapping | None:
        if not isinstance(content, Section):
            self.wrong(content, "A mapping begins with “survey:”, “columns:” and so on.")
            return None
        self.only(content, _SECTIONS, "a mapping")
        scales = self.scales(content.get("scales"))
        themes = self.themes(content.get("themes"))
        columns = self.columns(content.get("columns"))
        fixed = self.fixed(content.get("fixed"), columns)
        items = self.items(content, scales, themes)
        found = Mapping(
            survey=self.code(content, "survey", "the survey"),
            framework=self.text(content, "framework", required=False),
            columns=columns,
            fixed=fixed,
            scales=scales,
            themes=tuple(themes.values()),
            items=items,
            comments=self.comments(content, items, themes),
            characteristics=self.characteristics(content, items, themes),
            not_answered=self.texts(content.get("not_answered")),
            not_applicable=self.texts(content.get("not_applicable")),
            prefer_not_to_say=self.texts(content.get("prefer_not_to_say")),
        )
        self.headings_used_once(content, found)
        self.no_answer_is_on_no_scale(content, found)
        return found

    # Parts

    def columns(self, value: Located | None) -> dict[str, str]:
        if value is None:
            return {}
        if not isinstance(value, Section):
            self.wrong(value, "“columns” names a heading for each of: " + ", ".join(COLUMN_ROLES))
            return {}
        self.only(value, COLUMN_ROLES, "“columns”")
        found = {role: self.text(value, role, required=False) for role in value}
        return {role: heading for role, heading in found.items() if heading}

    def fixed(self, value: Located | None, columns: dict[str, str]) -> dict[str, str]:
        found: dict[str, str] = {}
        if isinstance(value, Section):
            self.only(value, FIXED_ROLES, "“fixed”")
            for role in value:
                if role in columns:
                    self.wrong(
                        value[role],
                        f"The {role} is fixed and also read from column “{columns[role]}”. "
                        "Keep one of the two.",
                    )
                found[role] = self.text(value, role)
        elif value is not None:
            self.wrong(value, "“fixed” gives a code for each of: " + ", ".join(FIXED_ROLES))
        if "provider" not in found and "provider" not in columns:
            self.wrong(
                value,
                "Nothing says which provider an answer is about. Name its column under "
                "“columns”, or one provider for the whole file under “fixed”.",
            )
        return found

    def themes(self, value: Located | None) -> dict[str, Theme]:
        found: dict[str, Theme] = {}
        for section in self.sections(value, "themes"):
            self.only(section, ("code", "label"), "a theme")
            theme = Theme(self.code(section, "code", "a theme"), self.text(section, "label"))
            if theme.code in found:
                self.wrong(section, f"Theme “{theme.code}” is named twice.")
            found[theme.code] = theme
        return found

    def scales(self, value: Located | None) -> dict[str, Scale]:
        if not isinstance(value, Section) or not value:
            self.wrong(value, "“scales” must hold at least one scale of answers.")
            return {}
        found = {}
        for code, content in value.items():
            read: Callable[[str, Located], tuple[Answer, ...]] = self.listed_answers
            if isinstance(content, Section):
                read = self.numbered_answers
            elif isinstance(content, str):
                read = self.yes_and_no
            answers = read(code, content)
            if answers and not 2 <= len(answers) <= MOST_ANSWERS:
                self.wrong(content, f"Scale “{code}” must have 2 to {MOST_ANSWERS} answers.")
            found[code] = Scale(code, answers)
        return found

    def yes_and_no(self, code: str, content: Located) -> tuple[Answer, ...]:
        if content not in _YES_NO:
            self.wrong(
                content,
                f"Scale “{code}” must be a list of answers, a range of numbers (from, to, "
                f"positive_from), yes_no or yes_no_reversed.",
            )
            return ()
        good, bad = _YES_NO[str(content)]
        also = {"Yes": _YES, "No": _NO}
        return (Answer(good, 100, True, also[good]), Answer(bad, 0, False, also[bad]))

    def numbered_answers(self, code: str, content: Located) -> tuple[Answer, ...]:
        assert isinstance(content, Section)  # noqa: S101 - said to the type checker
        self.only(content, ("from", "to", "positive_from", "lowest_is_best"), f"scale “{code}”")
        first, last = self.number(content, "from"), self.number(content, "to")
        limit = self.number(content, "positive_from")
        reverse = self.truth(content, "lowest_is_best")
        if first is None or last is None or limit is None:
            return ()
        if first != int(first) or last != int(last) or not 1 <= last - first < MOST_ANSWERS:
            self.wrong(
                content,
                f"Scale “{code}” must run over 2 to {MOST_ANSWERS} whole numbers, "
                "the smaller one first.",
            )
            return ()
        width = last - first
        answers = [
            Answer(
                str(number),
                round(100 * ((last - number) if reverse else (number - first)) / width, 4),
                number <= limit if reverse else number >= limit,
            )
            for number in range(int(first), int(last) + 1)
        ]
        return tuple(answers)

    def listed_answers(self, code: str, content: Located) -> tuple[Answer, ...]:
        answers: list[Answer] = []
        seen: dict[str, str] = {}
        for section in self.sections(content, f"answers of scale “{code}”"):
            self.only(section, ("answer", "also", "score", "positive"), "an answer")
            score = self.number(section, "score")
            if score is not None and not 0 <= score <= 100:
                self.wrong(section["score"], f"The score {score:g} is not between 0 and 100.")
            answer = Answer(
                self.text(section, "answer"),
                score if score is not None else 0.0,
                self.truth(section, "positive"),
                self.texts(section.get("also")),
            )
            for text in (answer.text, *answer.also):
                if plain(text) in seen:
                    self.wrong(
                        section,
                        f"In scale “{code}” the text “{text}” stands for two answers: "
                        f"“{seen[plain(text)]}” and “{answer.text}”.",
                    )
                seen[plain(text)] = answer.text
            answers.append(answer)
        return tuple(answers)

    def items(
        self, content: Section, scales: dict[str, Scale], themes: dict[str, Theme]
    ) -> tuple[Item, ...]:
        found: dict[str, Item] = {}
        sections = self.sections(content.get("items"), "items")
        if not 1 <= len(sections) <= MOST_ITEMS:
            self.wrong(content.get("items"), f"“items” must hold 1 to {MOST_ITEMS} items.")
        for section in sections:
            self.only(section, _ITEM_KEYS, "an item")
            item = Item(
                column=self.text(section, "column"),
                code=self.code(section, "code", "an item"),
                label=self.text(section, "label", longest=120),
                scale=self.text(section, "scale"),
                wording=self.text(section, "wording", required=False, longest=2000),
                theme=self.text(section, "theme", required=False),
                standards=self.texts(section.get("standards")),
                branch=self.text(section, "branch", required=False, longest=40),
                is_sensitive=self.truth(section, "sensitive"),
            )
            if item.scale and item.scale not in scales:
                self.unknown(section["scale"], item, "scale", scales)
            if item.theme and item.theme not in themes:
                self.unknown(section["theme"], item, "theme", themes)
            if item.is_sensitive and item.scale in scales:
                self.two_answers(section["sensitive"], item, scales[item.scale])
            if item.code in found or item.code in themes:
                self.wrong(section["code"], f"The code “{item.code}” is used twice.")
            found[item.code] = item
        return tuple(found.values())

    def two_answers(self, at: Located, item: Item, scale: Scale) -> None:
        if not sensitive.has_both(scale.as_data()):
            self.wrong(
                at,
                f"Item “{item.code}” is sensitive, so it is counted as two answers, and its scale "
                f"“{scale.code}” has no positive answer, or only positive ones. Mark some as "
                "positive and some not.",
            )

    def comments(
        self, content: Section, items: tuple[Item, ...], themes: dict[str, Theme]
    ) -> tuple[CommentColumn, ...]:
        found: dict[str, CommentColumn] = {}
        taken = {item.code for item in items} | themes.keys()
        for section in self.sections(content.get("comments"), "comments"):
            self.only(section, _COMMENT_KEYS, "a comment")
            one = CommentColumn(
                column=self.text(section, "column"),
                code=self.code(section, "code", "a comment"),
                label=self.text(section, "label"),
                theme=self.text(section, "theme", required=False),
            )
            if one.theme and one.theme not in themes:
                there = ", ".join(themes) or "none"
                self.wrong(
                    section["theme"],
                    f"Comment {one.code}: theme “{one.theme}” is not defined. Defined: {there}.",
                )
            if one.code in found or one.code in taken:
                self.wrong(section["code"], f"The code “{one.code}” is used twice.")
            found[one.code] = one
        if len(found) > MOST_COMMENTS:
            self.wrong(content["comments"], f"“comments” must hold at most {MOST_COMMENTS}.")
        return tuple(found.values())

    def characteristics(
        self, content: Section, items: tuple[Item, ...], themes: dict[str, Theme]
    ) -> tuple[CharacteristicColumn, ...]:
        found: dict[str, CharacteristicColumn] = {}
        taken = {item.code for item in items} | themes.keys()
        for section in self.sections(content.get("characteristics"), "characteristics"):
            self.only(section, _CHARACTERISTIC_KEYS, "a characteristic")
            one = CharacteristicColumn(
                column=self.text(section, "column"),
                code=self.code(section, "code", "a characteristic"),
                label=self.text(section, "label"),
                answers=self.texts(section.get("answers")),
            )
            if (
                not 2
                <= len({plain(text) for text in one.answers})
                == len(one.answers)
                <= (MOST_ANSWERS)
            ):
                self.wrong(
                    section,
                    f"Characteristic {one.code} must have 2 to {MOST_ANSWERS} different answers.",
                )
            if one.code in found or one.code in taken:
                self.wrong(section["code"], f"The code “{one.code}” is used twice.")
            found[one.code] = one
        if len(found) > MOST_CHARACTERISTICS:
            self.wrong(
                content["characteristics"],
                f"“characteristics” must hold at most {MOST_CHARACTERISTICS}.",
            )
        return tuple(found.values())

    def unknown(self, at: Located, item: Item, what: str, known: Iterable[str]) -> None:
        there = ", ".join(known) or "none"
        self.wrong(at, f"Item {item.code}: {what} “{at}” is not defined. Defined: {there}.")

    # What must hold between parts

    def headings_used_once(self, content: Section, found: Mapping) -> None:
        seen: set[str] = set()
        for heading in found.headings:
            if heading and plain(heading) in seen:
                self.wrong(content.get("items"), f"The column “{heading}” is used for two things.")
            seen.add(plain(heading))

    def no_answer_is_on_no_scale(self, content: Section, found: Mapping) -> None:
        for part in ("not_answered", "not_applicable", "prefer_not_to_say"):
            said = {plain(text): text for text in getattr(found, part)}
            for scale in found.scales.values():
                for answer in scale.answers:
                    if both := said.keys() & {plain(text) for text in (answer.text, *answer.also)}:
                        self.wrong(
                            content[part],
                            f"“{said[both.pop()]}” is under “{part}” and also an answer of "
                            f"scale “{scale.code}”.",
                        )

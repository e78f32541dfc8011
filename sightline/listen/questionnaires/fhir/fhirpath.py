"""The few FHIRPath expressions that conditions of questionnaires mostly are, as XForms expressions.

Everything that is not on the list is refused; the question is then asked of everybody, and the
notices say so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<answer>%resource(?:\.item(?:\[\d+\])?|\.descendants\(\)|\.repeat\(item\))*
        \.where\(\s*linkId\s*=\s*'(?P<link>[^']*)'\s*\)\.answer(?:\.value)?(?:\.code)?)
    | %(?P<variable>[A-Za-z_]\w*)
    | (?P<method>\.(?:exists|empty|not)\(\s*\))
    | (?P<text>'[^'"]*')
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<word>iif(?=\s*\()|and\b|or\b|true\b|false\b|div\b|mod\b)
    | (?P<sign><=|>=|!=|[=<>+\-*/(),])
    )""",
    re.VERBOSE,
)
_LONGEST = 2_000


class NotOnTheList(Exception):
    """The expression uses something else."""


def translate(
    text: str, names: Mapping[str, str], variables: Mapping[str, str], depth: int = 0
) -> str:
    """The same as an XForms expression. ``names`` are those of questions by linkId.

    Raises NotOnTheList.
    """
    if len(text) > _LONGEST or depth > 4:
        raise NotOnTheList
    parts: list[str] = []
    start, length = 0, len(text.rstrip())
    while start < length:
        found = _TOKEN.match(text, start)
        if found is None:
            raise NotOnTheList
        start = found.end()
        if found["answer"]:
            if found["link"] not in names:
                raise NotOnTheList
            parts.append(f"${{{names[found['link']]}}}")
        elif found["variable"]:
            if found["variable"] not in variables:
                raise NotOnTheList
            inside = translate(variables[found["variable"]], names, variables, depth + 1)
            parts.append(f"({inside})")
        elif found["method"]:
            if not parts or not re.fullmatch(r"\$\{.*\}|\(.*\)", parts[-1], re.DOTALL):
                raise NotOnTheList
            of = parts.pop()
            method = found["method"].strip("().")
            if method == "not":
                parts.append(f"not({of})")
            else:
                parts.append(f"({of} {'!=' if method == 'exists' else '='} '')")
        elif found["word"]:
            word = found["word"]
            parts.append({"iif": "if", "true": "true()", "false": "false()"}.get(word, word))
        elif found["sign"] == "/":
            parts.append("div")
        else:
            parts.append(found["text"] or found["number"] or found["sign"])
        if sum(map(len, parts)) > _LONGEST:
            raise NotOnTheList
    return " ".join(parts)

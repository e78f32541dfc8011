"""YAML that people send: read without running anything in it and without growing in memory."""

from __future__ import annotations

from typing import Any

import yaml

LARGEST = 1_000_000  # characters
# The loader in C where there is one: the other takes minutes over thousands of open brackets.
SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NotYaml(ValueError):
    """The text is not what it should be; the message is a sentence, with its line if it has one."""


def root(text: str, what: str) -> yaml.Node:
    """The tree of a text. ``what`` it should be, such as "a framework", is named in refusals."""
    if len(text) > LARGEST:
        raise NotYaml(f"The file is too long for {what}. Check that it is the right one.")
    try:
        # An alias could stand for a text of any length.
        for event in yaml.parse(text, Loader=SAFE):
            if isinstance(event, yaml.AliasEvent):
                raise NotYaml(f"{line(event)}: write the text out instead of *{event.anchor}.")
        found = yaml.compose(text, Loader=SAFE)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"Line {mark.line + 1}" if mark else "The file"
        why = getattr(error, "problem", None) or "it cannot be read"
        raise NotYaml(f"{where}: this is not YAML ({why}).") from None
    except RecursionError:
        raise NotYaml(f"The file is nested too deeply for {what}.") from None
    if found is None:
        raise NotYaml("The file is empty.")
    return found


def content(text: str, what: str) -> dict[str, Any]:
    """A text as names with values. Raises NotYaml."""
    root(text, what)
    try:
        found = yaml.load(text, Loader=SAFE)  # noqa: S506 - the safe loader
    except (yaml.YAMLError, ValueError) as error:
        raise NotYaml(f"The file cannot be read ({str(error).splitlines()[0][:120]}).") from None
    if not isinstance(found, dict):
        raise NotYaml("The file must be a list of names with values, like “code: gmc”.")
    return found


def line(place: yaml.Node | yaml.Event) -> str:
    mark = place.start_mark
    return f"Line {mark.line + 1}" if mark else "The file"

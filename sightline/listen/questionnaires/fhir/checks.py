"""What is wrong with a Questionnaire as JSON, before anything is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sightline.listen.questionnaires.fhir import names

TYPES = {
    "group", "display", "boolean", "decimal", "integer", "date", "dateTime", "time", "string",
    "text", "url", "choice", "open-choice", "attachment", "reference", "quantity", "question",
}  # fmt: skip
OPERATORS = {"exists", "=", "!=", ">", "<", ">=", "<="}
DEEPEST = 8
MOST_ITEMS = 2_000


def faults_of(resource: dict[str, Any]) -> Iterator[str]:
    """Sentences with linkId and place; none when it can be read."""
    items = resource.get("item")
    if not isinstance(items, list) or not items:
        yield "The questionnaire has no “item”, so there is nothing to ask."
        return
    all_items = list(_walk(items, "item", 1))
    if len(all_items) > MOST_ITEMS:
        yield f"The questionnaire has more than {MOST_ITEMS:,} items. Split it."
        return
    links: dict[str, str] = {}
    for place, item, depth in all_items:
        if not isinstance(item, dict):
            yield f"{place} is not an object. Export the file again."
            continue
        link = item.get("linkId")
        if not isinstance(link, str) or not link:
            yield f"{place} has no “linkId”. Give every item one."
        elif link in links:
            yield f"{place} has the linkId “{link}” of {links[link]}. Each item needs its own."
        else:
            links[link] = place
        if depth > DEEPEST:
            yield f"{place} (linkId “{link}”) lies more than {DEEPEST} items deep."
        yield from _of_item(place, item)
    for place, item, _ in all_items:
        if isinstance(item, dict):
            yield from _of_conditions(place, item, links)


def _walk(items: Any, before: str, depth: int) -> Iterator[tuple[str, Any, int]]:
    if not isinstance(items, list):
        return
    for number, item in enumerate(items):
        place = f"{before}[{number}]"
        yield place, item, depth
        if isinstance(item, dict) and depth <= DEEPEST:
            yield from _walk(item.get("item"), f"{place}.item", depth + 1)


def _of_item(place: str, item: dict[str, Any]) -> Iterator[str]:
    link, kind = item.get("linkId"), item.get("type")
    if kind not in TYPES:
        yield (
            f"{place} (linkId “{link}”) has the type “{str(kind)[:40]}”, which FHIR R4 does not "
            f"have. It may be {', '.join(sorted(TYPES - {'question'}))}."
        )
    for name in ("item", "answerOption", "enableWhen", "extension", "initial"):
        value = item.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            yield f"{place}.{name} (linkId “{link}”) has to be a list of objects."
            return
    if kind == "group" and item.get("answerOption"):
        yield f"{place} (linkId “{link}”) is a group, so it has no “answerOption”."
    if item.get("answerOption") and item.get("answerValueSet"):
        yield f"{place} (linkId “{link}”) has “answerOption” and “answerValueSet”. Keep one."
    for number, option in enumerate(item.get("answerOption", [])):
        if not any(key.startswith("value") for key in option):
            yield f"{place}.answerOption[{number}] (linkId “{link}”) has no value."


def _of_conditions(place: str, item: dict[str, Any], links: dict[str, str]) -> Iterator[str]:
    conditions = item.get("enableWhen", [])
    if not isinstance(conditions, list):
        return
    for number, condition in enumerate(conditions):
        where = f"{place}.enableWhen[{number}] (linkId “{item.get('linkId')}”)"
        if not isinstance(condition, dict):
            continue
        if condition.get("question") not in links:
            yield f"{where} asks about “{condition.get('question')}”, which is not there."
        if condition.get("operator") not in OPERATORS:
            operator = str(condition.get("operator"))[:20]
            yield f"{where} has the operator “{operator}”, which FHIR does not have."
        if not any(key.startswith("answer") for key in condition):
            yield f"{where} has no answer to compare with."


def translations(value: Any, depth: int = 0) -> Iterator[str]:
    """Codes of the languages that the resource is translated into."""
    if depth > 40:
        return
    if isinstance(value, dict):
        if value.get("url") == names.TRANSLATION:
            for part in value.get("extension", ()):
                if isinstance(part, dict) and part.get("url") == "lang":
                    yield str(part.get("valueCode", "")).lower()
        for one in value.values():
            yield from translations(one, depth + 1)
    elif isinstance(value, list):
        for one in value:
            yield from translations(one, depth + 1)


def of_the_standard(resource: dict[str, Any]) -> list[str]:
    """What the standard's own model finds beyond our checks."""
    from fhir.resources.R4B.questionnaire import Questionnaire
    from pydantic import ValidationError

    try:
        # The narrative repeats the rest for readers of HTML; nothing is taken from it.
        Questionnaire.model_validate({key: one for key, one in resource.items() if key != "text"})
    except ValidationError as error:
        said = []
        for one in error.errors():
            place = ""
            for part in one["loc"]:
                place += f"[{part}]" if isinstance(part, int) else f".{part}"
            said.append(f"{place.lstrip('.')}: the standard does not allow this ({one['msg']}).")
        return said
    return []

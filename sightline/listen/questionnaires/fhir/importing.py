"""A FHIR R4 Questionnaire as a Form, or every fault of it with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from sightline.listen.questionnaires.faults import FormRefused
from sightline.listen.questionnaires.fhir import checks, names
from sightline.listen.questionnaires.fhir.items import Reader, extension
from sightline.listen.questionnaires.form import Form, Language
from sightline.listen.questionnaires.logic import logic_of
from sightline.listen.questionnaires.structure import faults_of
from sightline.listen.questionnaires.xlsform import languages

MOST_BYTES = 5_000_000


def read(content: bytes, file_name: str) -> Form:
    """The questionnaire in a JSON file. Raises FormRefused; each fault names linkId and place."""
    resource = _resource(content)
    # Ours first: they say more. After the standard's own every part has the type that it should.
    if faults := list(checks.faults_of(resource)) or checks.of_the_standard(resource):
        raise FormRefused(faults)
    spoken = list(_languages(resource))
    reader = Reader(resource, spoken[0].code)
    children = reader.children(resource["item"])
    title = resource.get("title") or resource.get("name") or re.sub(r"\.json$", "", file_name)
    form = Form(
        title=reader.words({"text": title, "_text": resource.get("_title")}),
        children=children,
        languages=tuple(spoken),
        choice_lists=reader.lists,
        notices=tuple(reader.notices),
    )
    faults = [*reader.faults]
    faults += [
        f"Item “{reader.links.get(fault.path.rpartition('/')[2], fault.path)}”: {fault.sentence}"
        for fault in logic_of(form).faults
    ]
    faults += faults_of(form)
    if faults:
        raise FormRefused(faults)
    return form


def _resource(content: bytes) -> dict[str, Any]:
    if len(content) > MOST_BYTES:
        raise FormRefused([f"The file is larger than {MOST_BYTES // 1_000_000} MB."])
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise FormRefused(["The file is not text in UTF-8. Save it as JSON in UTF-8."]) from None
    except json.JSONDecodeError as error:
        raise FormRefused(
            [
                f"The file is not JSON: line {error.lineno}, character {error.colno} cannot be "
                "read. Export it again."
            ]
        ) from None
    except RecursionError:
        raise FormRefused(["The file lies too deep in itself to be a questionnaire."]) from None
    if not isinstance(found, dict) or found.get("resourceType") != "Questionnaire":
        kind = found.get("resourceType") if isinstance(found, dict) else None
        raise FormRefused(
            [
                "The file is not a FHIR Questionnaire"
                + (f" but a “{str(kind)[:40]}”." if kind else ".")
                + " Its “resourceType” has to be “Questionnaire”."
            ]
        )
    return found


def _languages(resource: dict[str, Any]) -> Iterator[Language]:
    """The resource's own language, then those of its translations."""
    seen = dict.fromkeys([str(resource.get("language") or "en").lower()])
    seen |= dict.fromkeys(checks.translations(resource))
    for one in resource.get("extension", ()):
        if str(one.get("url", "")).startswith(names.LANGUAGE):
            seen[one["url"].removeprefix(names.LANGUAGE)] = None
    for code in seen:
        name = extension(resource, f"{names.LANGUAGE}{code}") or languages.name_of(code)
        yield Language(code, name, languages.is_right_to_left(code))

"""A file as it would be for a new version of the framework, for a person to read and mend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from sightline.assess.returns.journeys import reading
from sightline.standards.models import LoadedFile
from sightline.standards.succession.queries import Lineage

Kind = LoadedFile.Kind


def propose(kind: str, text: str, lineage: Lineage) -> str:
    """The YAML of a file with the numbers of the standards that follow.

    What names a standard that nothing follows, or of which nobody has said what does, is listed at
    the top and left out, so that somebody looks at it.
    """
    content: dict[str, Any] = yaml.safe_load(text)
    old = str(content["framework"])
    version = lineage.version
    lost: list[str] = []
    content["framework"] = version.code if version else old
    if kind == Kind.CROSSWALK:
        for one in content["requirements"]:
            one["standards"] = _follow(lineage, old, one["standards"], one["number"], lost)
        content["requirements"] = [one for one in content["requirements"] if one["standards"]]
    elif kind == Kind.SETTINGS:
        for one in content["settings"]:
            one["not_applicable"] = {
                number: reason
                for named, reason in one["not_applicable"].items()
                for number in _follow(lineage, old, [named], f"{one['code']} {named}", lost)
            }
    else:
        content.pop("version", None)
        domains = set(version.domains.values_list("number", flat=True)) if version else set()
        sections = [_section(one, lineage, old, lost) for one in content["sections"]]
        lost += [
            f"section {one['code']}, domain {one['domain']}"
            for one in sections
            if "domain" in one and one["domain"] not in domains
        ]
        content["sections"] = [
            one
            for one in sections
            if (one["domain"] in domains if "domain" in one else one["questions"])
        ]
    body = yaml.dump(content, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=100)
    said = [f"# Proposed from the {old} version for {content['framework']}. Read it, then load it."]
    said += [f"# Left out, nothing is known to follow: {one}" for one in dict.fromkeys(lost)]
    return "\n".join(said) + "\n" + body


class _Plain(yaml.SafeDumper):
    """Writes what stands twice twice: an alias is refused when a file is loaded."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _section(told: dict[str, Any], lineage: Lineage, old: str, lost: list[str]) -> dict[str, Any]:
    """Questions written out; a section that is a whole domain asks the new wording by itself."""
    if "domain" in told:
        return told
    questions = []
    for one in told["questions"]:
        fields = reading.written_out(one)
        fields["standards"] = _follow(lineage, old, fields["standards"], fields["code"], lost)
        if fields["standards"]:
            questions.append(fields)
    return {**told, "questions": questions}


def _follow(
    lineage: Lineage, old: str, numbers: Sequence[str], what: object, lost: list[str]
) -> list[str]:
    found: list[str] = []
    for number in numbers:
        follows = lineage.from_code(old, [number])
        if not follows:
            lost.append(f"{what}, standard {number}")
        found += sorted(follows - set(found))
    return found

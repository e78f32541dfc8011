"""What the column "type" of a survey sheet can say."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sightline.listen.questionnaires.form import Kind

#: What is asked here, by the name in the file, small and with spaces.
ASKED: Mapping[str, Kind] = {
    "integer": "integer",
    "int": "integer",
    "decimal": "decimal",
    "range": "range",
    "text": "text",
    "string": "text",
    "date": "date",
    "time": "time",
    "datetime": "datetime",
    "date time": "datetime",
    "note": "note",
    "acknowledge": "acknowledge",
    "trigger": "acknowledge",
    "calculate": "calculate",
    "hidden": "hidden",
    "percentage": "decimal",
}
#: Answers that need a camera, a sensor or a file. Kept, and reported as not shown.
NOT_SHOWN = {
    "geopoint", "gps", "location", "geotrace", "geoshape", "osm", "image", "photo", "audio",
    "video", "file", "barcode", "background-audio", "background-geopoint", "start-geopoint",
}  # fmt: skip
#: What a device notes by itself. Never recorded: answers are kept without device and time.
OF_DEVICE = {
    "start", "start time", "end", "end time", "today", "deviceid", "device id", "imei",
    "subscriberid", "subscriber id", "simserial", "sim id", "phonenumber", "phone number",
    "username", "email", "audit", "get today", "get start time", "get end time", "get device id",
    "get phone number", "get sim id", "get subscriber id",
}  # fmt: skip
#: Files that lie beside the form.
BESIDE = {"csv-external", "xml-external"}

_PREFIX = re.compile(r"^(?:q |add |uri:)|(?: prompt)$")
_SELECT = re.compile(
    r"""(?:add\s+)?(?P<how>
        select_one_external | select_one_from_file | select_multiple_from_file
      | select_one | select_multiple | select1 | select\s+one\s+external
      | select\s+one(?:\s+(?:from|prompt\s+using|using))?
      | select\s+(?:all(?:\s+that\s+apply)?|multiple)(?:\s+(?:from|prompt\s+using|using))?
      | rank
    )\s+(?P<list>\S+)(?P<other>\s+(?:or_other|or\s+other|or\s+specify\s+other))?""",
    re.VERBOSE | re.IGNORECASE,
)
_MARK = re.compile(
    r"(?P<which>begin|end)[_\s]+(?P<what>group|repeat|loop|lgroup|looped\s+group)"
    r"(?:\s+over\s+(?P<list>\S+))?",
    re.IGNORECASE,
)


class UnknownKind(Exception):
    """``str()`` is a sentence."""


@dataclass(frozen=True, slots=True)
class Choosing:
    kind: Kind
    list_name: str
    or_other: bool = False
    external: bool = False
    from_file: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """``begin`` or ``end`` of a group, a repeat or a loop over a list."""

    begins: bool
    what: str
    list_name: str = ""


@dataclass(frozen=True, slots=True)
class Plain:
    kind: Kind
    source_kind: str
    of_device: bool = False


def read(text: str) -> Choosing | Mark | Plain:
    """What a cell of the column "type" says. Raises UnknownKind with a sentence."""
    text = " ".join(text.split())
    if found := _MARK.fullmatch(text):
        what = found["what"].lower()
        what = "repeat" if what in ("lgroup", "looped group") else what
        return Mark(found["which"].lower() == "begin", what, found["list"] or "")
    if found := _SELECT.fullmatch(text):
        how = " ".join(found["how"].lower().replace("_", " ").split())
        several = how.startswith(("select all", "select multiple"))
        kind: Kind = "rank" if how == "rank" else "select_multiple" if several else "select_one"
        return Choosing(
            kind,
            found["list"],
            or_other=bool(found["other"]),
            external="external" in how,
            from_file="from file" in how,
        )
    plain = text.lower()
    for name in dict.fromkeys([plain, _PREFIX.sub("", plain), plain.replace("_", " ")]):
        if kind := ASKED.get(name):  # type: ignore[assignment]
            return Plain(kind, "" if name == kind else text)
        if name in NOT_SHOWN:
            return Plain("not_shown", name)
        if name in OF_DEVICE or name in BESIDE:
            return Plain("not_shown", name, of_device=name in OF_DEVICE)
    raise UnknownKind(_unknown(text))


def _unknown(text: str) -> str:
    if re.match(r"(?:select|rank)\b|select_", text, re.IGNORECASE):
        return (
            f"“{text}” does not name a list of answers. Write “select_one” or “select_multiple” "
            "and the name of a list of the choices sheet."
        )
    names = [*ASKED, *NOT_SHOWN, *OF_DEVICE, "select_one", "select_multiple", "begin_group"]
    close = difflib.get_close_matches(text.lower(), names, n=1, cutoff=0.6)
    hint = f" Is “{close[0]}” meant?" if close else ""
    return f"“{text}” is not a type of question.{hint}"

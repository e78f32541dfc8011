"""What the feed holds, said once: entity sets with their properties, for metadata, help and rows.

Names follow OData's Entity Data Model (OData JSON and XML CSDL, version 4.01).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from sightline.access.permissions import Permission

NAMESPACE = "Sightline"
CONTAINER = "Feed"

#: A value of a row: what JSON can hold once days and moments are written.
Value = str | int | float | bool | date | datetime | None
Row = Mapping[str, Value]


class Type(StrEnum):
    STRING = "Edm.String"
    INTEGER = "Edm.Int32"
    NUMBER = "Edm.Double"
    BOOLEAN = "Edm.Boolean"
    DATE = "Edm.Date"
    MOMENT = "Edm.DateTimeOffset"


#: How people who are no software experts say a type.
SAID = {
    Type.STRING: "text",
    Type.INTEGER: "whole number",
    Type.NUMBER: "number",
    Type.BOOLEAN: "true or false",
    Type.DATE: "date",
    Type.MOMENT: "date and time",
}


@dataclass(frozen=True)
class Property:
    """A column. Without ``may_be_empty`` it always has a value."""

    name: str
    type: Type
    about: str
    may_be_empty: bool = False


@dataclass(frozen=True)
class EntitySet:
    """A table of the feed. The first property is its key, a text that never changes.

    ``permission`` is what somebody needs to read it; rows are those of their own patch.
    ``record_as`` is the name in the trail of reading it, for what holds personal content.
    """

    name: str
    entity: str
    about: str
    permission: Permission
    properties: tuple[Property, ...]
    record_as: str = ""

    @property
    def key(self) -> Property:
        return self.properties[0]

    @cached_property
    def by_name(self) -> dict[str, Property]:
        return {one.name: one for one in self.properties}

"""What a stage offers on its first page: ways in, for those who may use them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer


@dataclass(frozen=True)
class Way:
    """One thing to do: its name, where its first page is, and a sentence on what it is for."""

    text: str
    url_name: str
    permission: Permission
    sentence: str


def open_to(viewer: Viewer, ways: Iterable[Way]) -> list[Way]:
    return [way for way in ways if viewer.can(way.permission)]

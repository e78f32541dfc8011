"""The codebook as it stands."""

from __future__ import annotations

from sightline.listen.codebook import rules
from sightline.listen.codebook.models import Code
from sightline.listen.codebook.words import State


def in_use() -> list[Code]:
    """By name. One query."""
    return list(Code.objects.in_use())


def standing_for() -> dict[int, Code]:
    """For each code ever, the one that it counts for today: itself unless merged. One query."""
    every = {one.pk: one for one in Code.objects.all()}
    merged = {
        one.pk: one.merged_into_id
        for one in every.values()
        if one.state == State.MERGED and one.merged_into_id is not None
    }
    return {key: every[rules.stands_for(key, merged)] for key in every}

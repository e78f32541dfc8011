"""What many lists can be narrowed by is said once."""

from importlib import import_module

import pytest

from sightline.design.filters import Choice, Filters
from sightline.organisations import choosing
from tests.house.source import PACKAGE

LISTS = sorted(
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    for path in PACKAGE.glob("**/pages/list.py")
)


@pytest.mark.parametrize("name", LISTS)
def test_regions_are_chosen_alike_in_every_list(name: str) -> None:
    filters = [one for one in vars(import_module(name)).values() if isinstance(one, Filters)]
    by_region = [
        one
        for each in filters
        for one in each.filters
        if isinstance(one, Choice) and one.name == "region"
    ]
    assert all(one.options is choosing.regions for one in by_region)


def test_there_are_such_lists() -> None:
    assert len(LISTS) > 10

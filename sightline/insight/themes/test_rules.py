"""The mask of counts by theme: nothing small can be worked out, whatever the country is like."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sightline.insight.themes.rules import shown

LEAST = 10


@st.composite
def countries(draw: st.DrawFn) -> tuple[dict[str, str | None], dict[str, int], set[str]]:
    """Four levels, comments kept at any of them, and what the gate lists."""
    parents: dict[str, str | None] = {"E": None}
    for region in range(draw(st.integers(0, 3))):
        parents[f"R{region}"] = "E"
        for board in range(draw(st.integers(0, 3))):
            parents[f"R{region}B{board}"] = f"R{region}"
            for provider in range(draw(st.integers(0, 4))):
                parents[f"R{region}B{board}P{provider}"] = f"R{region}B{board}"
    own = {one: draw(st.integers(0, 25)) for one in parents}
    may = {one for one in parents if draw(st.integers(0, 5))}
    return parents, own, may


@given(countries())
def test_what_is_left_of_a_shown_group_is_nothing_or_large(
    country: tuple[dict[str, str | None], dict[str, int], set[str]],
) -> None:
    parents, own, may = country
    found = shown(parents, own, may, LEAST)
    for group, count in found.items():
        # Names of groups begin as those above them do; the nation's is above all.
        inside = [one for one in parents if group == "E" or one.startswith(group)]
        assert count == sum(own[one] for one in inside)
        assert count >= LEAST
        assert group in may
        assert parents[group] is None or parents[group] in found
        left = count - sum(found[one] for one in found if parents[one] == group)
        assert left == 0 or left >= LEAST


def test_the_smallest_goes_with_what_would_be_left() -> None:
    parents = {"E": None, "A": "E", "B": "E", "C": "E"}
    own = {"A": 40, "B": 15, "C": 4}
    assert shown(parents, own, set(parents), LEAST) == {"E": 59, "A": 40}
    assert shown(parents, own | {"C": 0}, set(parents), LEAST) == {"E": 55, "A": 40, "B": 15}
    assert shown(parents, own | {"E": 6}, set(parents), LEAST) == {"E": 65, "A": 40, "B": 15}


def test_nothing_is_shown_of_a_country_with_few() -> None:
    assert shown({"E": None, "A": "E"}, {"A": 9}, {"E", "A"}, LEAST) == {}
    assert shown({"E": None, "A": "E"}, {"A": 30}, {"A"}, LEAST) == {}

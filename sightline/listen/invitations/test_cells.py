from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from sightline.listen.invitations import cells

LEAST = 5
paths = st.lists(st.tuples(*(st.sampled_from(["a", "b", ""]) for _ in range(4))), max_size=40)


def kept(
    people: Sequence[cells.Path], existing: Mapping[cells.Path, int]
) -> list[cells.Path | None]:
    return cells.kept(people, existing, LEAST)


def test_a_group_of_five_is_kept_as_it_is() -> None:
    assert kept([("n", "p", "cst")] * 5, {}) == [("n", "p", "cst")] * 5


def test_fewer_than_five_count_in_the_coarser_group() -> None:
    people = [("n", "p", "cst")] * 3 + [("n", "p", "nurse")] * 2
    assert kept(people, {}) == [("n", "p")] * 5


def test_a_large_group_gives_a_few_of_its_own_so_that_the_rest_keep_their_place() -> None:
    found = kept([("n", "p", "cst")] * 20 + [("n", "p", "nurse")] * 2, {})
    assert cells.counts(found) == {("n", "p", "cst"): 17, ("n", "p"): 5}
    # Those of the small group are among the five.
    assert found[-2:] == [("n", "p")] * 2


def test_a_group_with_nothing_to_spare_is_given_up_as_a_whole() -> None:
    people = [("n", "p", "cst")] * 6 + [("n", "p", "nurse")] * 2
    assert cells.counts(kept(people, {})) == {("n", "p"): 8}


def test_fewer_than_five_in_all_are_not_asked_unless_others_are_there_already() -> None:
    few = [("n", "p", "cst")] * 4
    assert kept(few, {}) == [None] * 4
    assert kept(few, {("n", "p", "cst"): 5}) == [*few]
    assert kept(few, {("n", "p"): 7}) == [("n", "p")] * 4


def test_what_is_not_said_is_no_group_of_its_own() -> None:
    people = [("n", "p", "", "")] * 2 + [("n", "p", "cst", "")] * 3
    assert kept(people, {}) == [("n", "p")] * 5


@given(paths, paths)
def test_no_group_has_fewer_than_five_and_everybody_stays_in_their_own_place(
    first: list[cells.Path], second: list[cells.Path]
) -> None:
    before = cells.counts(kept(first, {}))
    assert all(number >= LEAST for number in before.values())
    found = kept(second, before)
    together = Counter(before) + cells.counts(found)
    assert all(number >= LEAST for number in together.values())
    for path, group in zip(second, found, strict=True):
        assert group is None or path[: len(group)] == group
    if len(second) >= LEAST:
        assert None not in found
    assert found == kept(second, before)

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from sightline.listen.comments import cells
from sightline.listen.comments.cells import Cell

PLACES = st.builds(
    lambda region, provider, taught: Cell(region, f"{region}{provider}", *(taught or ("", ""))),
    st.sampled_from(["N", "S"]),
    st.sampled_from("123"),
    st.sampled_from([None, ("MED", ""), ("MED", "CST"), ("MED", "GP"), ("NUR", "NADULT")]),
)
COUNTS = st.dictionaries(PLACES, st.integers(1, 25), max_size=20)


@given(COUNTS)
def test_no_group_is_smaller_than_ten_but_what_is_left_for_the_nation(
    answered: dict[Cell, int],
) -> None:
    kept = cells.kept(answered)
    sizes: Counter[Cell] = Counter()
    for cell, group in kept.items():
        sizes[group] += answered[cell]
    assert sizes.total() == sum(answered.values())
    assert all(size >= cells.LEAST for group, size in sizes.items() if group != Cell())


@given(COUNTS)
def test_a_group_holds_only_what_lies_within_it(answered: dict[Cell, int]) -> None:
    for cell, group in cells.kept(answered).items():
        assert group.region in ("", cell.region)
        assert group.provider in ("", cell.provider)
        assert group.profession in ("", cell.profession)
        assert group.programme in ("", cell.programme)


def test_two_beside_ten_are_kept_with_them() -> None:
    surgery = Cell("N", "N1", "MED", "CST")
    nursing = Cell("N", "N1", "NUR", "NADULT")
    trust = Cell("N", "N1")
    assert cells.kept({surgery: 12, nursing: 2}) == {surgery: trust, nursing: trust}
    assert cells.kept({surgery: 12, nursing: 10}) == {surgery: surgery, nursing: nursing}


def test_a_small_practice_is_kept_under_the_nation_when_its_region_has_no_more() -> None:
    practice, trust = Cell("N", "P1", "MED", "GP"), Cell("N", "N1", "MED", "CST")
    found = cells.kept({practice: 3, trust: 40})
    assert found == {practice: Cell(), trust: trust}

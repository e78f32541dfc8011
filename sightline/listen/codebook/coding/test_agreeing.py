import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.listen.codebook.coding import agreeing
from sightline.listen.codebook.coding.queries import Pair
from sightline.stats.agreement import Alpha

sets = st.frozensets(st.integers(1, 4))
pairs = st.lists(st.builds(Pair, st.just((1, 2)), st.tuples(sets, sets)), max_size=15)


def pair(first: str, second: str, coders: tuple[int, int] = (1, 2)) -> Pair:
    return Pair(coders, (frozenset(map(int, first)), frozenset(map(int, second))))


def test_too_few_to_say() -> None:
    few = [pair("1", "1"), pair("2", "2")] * 9
    (found, _) = agreeing.by_code(few)
    assert (found.said, found.same) == (agreeing.TOO_FEW, 1.0)
    (found, _) = agreeing.by_code(few * 2)
    assert (found.said, found.alpha.value) == ("Reliable", 1.0)


def test_where_coders_differ() -> None:
    found = agreeing.by_code([pair("1", "2"), pair("2", "1"), pair("1", "1")] * 20)
    assert {one.said for one in found} == {"Coders differ: do not rely on it"}


def test_the_order_of_two_people_does_not_matter() -> None:
    (found,) = agreeing.by_coders([pair("1", "2", (4, 3)), pair("2", "1", (3, 4))] * 5)
    assert (found.coders, found.comments) == ((3, 4), 10)
    # The same person always said 2 and the other 1.
    assert found.kappa.same == 0


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.85, 0.95, "Reliable"),
        (0.7, 0.95, "Fair: conclude with care"),
        (0.3, 0.8, "Not sure yet: code more by two"),
        (0.1, 0.5, "Coders differ: do not rely on it"),
    ],
)
def test_the_words(low: float, high: float, said: str) -> None:
    assert agreeing.words(Alpha(0.5, low, high, 50), enough=True) == said


@settings(max_examples=30)
@given(pairs)
def test_everything_two_people_can_code_can_be_summed_up(coded: list[Pair]) -> None:
    for one in agreeing.by_code(coded):
        assert 0 <= one.same <= 1
        assert one.given <= one.alpha.n == len(coded)
    assert sum(one.comments for one in agreeing.by_coders(coded)) == len(coded)
    assert agreeing.overall(coded).n == len(coded) or not any(
        first != second for first, second in ((one.codes[0], one.codes[1]) for one in coded)
    )

from hypothesis import given
from hypothesis import strategies as st

from sightline.listen.codebook import rules

codes = st.integers(1, 8)


@given(st.dictionaries(codes, codes), codes)
def test_what_a_code_stands_for_is_found_however_codes_were_merged(
    merged: dict[int, int], code: int
) -> None:
    found = rules.stands_for(code, merged)
    # The end of the chain, or, were there a ring, one of it.
    assert found not in merged or rules.stands_for(merged[found], merged) is not None
    if code not in merged:
        assert found == code
    elif merged[code] not in merged:
        assert found == merged[code]


def test_one_key_in_eight_is_for_two() -> None:
    keys = [f"{number:012x}" for number in range(1600)]
    assert sum(rules.is_for_two(key) for key in keys) == 200

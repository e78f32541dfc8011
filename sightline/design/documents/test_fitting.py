from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sightline.design.documents import fitting
from sightline.design.documents.content import Column, Grid, Page, Section, cut

WHERE = "on its page"
_TEXT = st.text(alphabet="abcŵ ŷ1W–\n", max_size=400)


@given(_TEXT, st.integers(20, 300))
def test_a_text_is_cut_at_a_word_and_says_so(text: str, most: int) -> None:
    found = cut(text, most)
    assert len(found) <= most
    assert "\n" not in found
    whole = " ".join(text.split())
    assert found == whole or (found.endswith(" …") and whole.startswith(found[:-2]))


def section(rows: int, words: int, least: int = 1) -> Section:
    cells = ("Supervision " * words, "62.5")
    grid = Grid(
        "Scores", (Column("Theme", 3), Column("Score", 1, is_numeric=True)), (cells,) * rows
    )
    return Section("Themes", grid=grid, least=least)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 8)), min_size=1, max_size=6))
def test_a_page_is_shortened_until_it_fits_and_no_further(sizes: list[tuple[int, int]]) -> None:
    page = Page("Page", tuple(section(rows, words) for rows, words in sizes))
    found = fitting.shortened(page, fitting.SHEET, WHERE)
    height = sum(fitting.section_height(one, fitting.SHEET, WHERE) for one in found.sections)
    assert height <= fitting.SHEET.height
    for was, now in zip(page.sections, found.sections, strict=True):
        assert len(was.listed) == len(now.listed) + now.left_out
        assert len(now.listed) >= min(len(was.listed), was.least)
        assert bool(now.more(WHERE)) is (now.left_out > 0)
    if found != page:
        # One row more would not have fitted.
        tallest = max(fitting.section_height(one, fitting.SHEET, WHERE) for one in page.sections)
        assert (
            sum(fitting.section_height(one, fitting.SHEET, WHERE) for one in page.sections)
            > fitting.SHEET.height
        )
        assert height > fitting.SHEET.height - tallest


def test_what_must_stand_whole_is_not_shortened() -> None:
    page = Page("Page", (section(8, 20, least=8), section(60, 1)))
    first, second = fitting.shortened(page, fitting.SHEET, WHERE).sections
    assert len(first.listed) == 8
    assert second.left_out > 0
    assert second.more(WHERE) == f"And {second.left_out} more on its page."


def test_each_kind_of_list_is_shortened() -> None:
    points = Section("A", points=("one", "two"))
    quotes = Section("B", quotes=("one", "two"))
    assert points.shorter().points == ("one",)
    assert quotes.shorter().quotes == ("one",)
    assert quotes.shorter().left_out == 1

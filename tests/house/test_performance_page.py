"""What a benchmark writes into the page, and what it leaves there."""

import pytest

from bench import performance


@pytest.fixture
def page(tmp_path, monkeypatch):
    path = tmp_path / "performance.md"
    path.write_text(
        "Before.\n<!-- all: measured -->\n```text\n50 people\nway 1\n\n5,000 people\nway 3\n```\n"
        "<!-- all: end -->\nAfter.\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(performance, "PAGE", path)
    return path


def test_tables_of_sizes_that_were_not_run_stay(page):
    performance.write_tables("all", [["5,000 people", "way 4"], ["500 people", "way 2"]])
    assert page.read_text(encoding="utf-8") == (
        "Before.\n<!-- all: measured -->\n```text\n50 people\nway 1\n\n500 people\nway 2\n\n"
        "5,000 people\nway 4\n```\n<!-- all: end -->\nAfter.\n"
    )


def test_what_is_written_twice_is_there_once(page):
    performance.write_tables("all", [["50 people", "way 9"]])
    once = page.read_text(encoding="utf-8")
    performance.write_tables("all", [["50 people", "way 9"]])
    assert page.read_text(encoding="utf-8") == once
    assert once.count("50 people") == 1


def test_a_page_without_the_marks_is_not_written(page):
    before = page.read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="no marks"):
        performance.write_tables("other", [["50 people"]])
    assert page.read_text(encoding="utf-8") == before

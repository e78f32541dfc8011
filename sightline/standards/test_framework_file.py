from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.standards import framework_file

DATA = Path(__file__).parent / "data"
SMALL = """\
code: "2030"
name: A small framework
from: 2030-04-01
expect: {domains: 1, standards: 2}
domains:
  - number: 1
    title: Learning
    standards:
      - {number: "1.9", wording: "Learning is safe."}
      - {number: 1.10, wording: "Learning is kind.", checked: true}
"""


@pytest.mark.parametrize("year", ["2021", "2024"])
def test_the_files_that_come_with_the_service_have_six_domains_and_49_standards(year: str) -> None:
    read = framework_file.read((DATA / f"framework-{year}.yaml").read_text(encoding="utf-8"))
    assert [len(domain.standards) for domain in read.domains] == [13, 8, 11, 7, 6, 4]
    assert [standard.number for standard in read.standards] == [
        f"{domain}.{number}"
        for domain, count in enumerate([13, 8, 11, 7, 6, 4], start=1)
        for number in range(1, count + 1)
    ]
    assert not read.is_checked
    assert not any(standard.is_checked for standard in read.standards)
    assert [domain.number for domain in read.domains if domain.is_checked] == [1, 6]


def test_a_file_is_read_as_it_is_written() -> None:
    read = framework_file.read(SMALL)
    assert (read.code, str(read.from_date), read.to_date) == ("2030", "2030-04-01", None)
    assert [(s.number, s.is_checked) for s in read.standards] == [("1.9", False), ("1.10", True)]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"1.9"', '"1.10"', "Line 10: standard 1.10 is there more than once."),
        ('"1.9"', '"2.9"', "Line 9: standard 2.9 stands under domain 1."),
        ("standards: 2", "standards: 3", "Line 4: 3 standards are expected, and the file has 2."),
        ("2030-04-01", "1 April 2030", "Line 3: “1 April 2030” is not a day"),
        ("from: 2030-04-01", "from: 2030-04-01\nto: 2029-01-01", "Line 4: the last day is before"),
        ("title: Learning", "titel: Learning", "Line 7: “titel” is not known here"),
        ("title: Learning", "titel: Learning", "Line 6: A domain lacks “title”."),
        ("number: 1\n", "number: one\n", "Line 6: “one” is not a whole number from 1."),
        ("name: A small framework", "name:", "Line 2: this is empty."),
        ("name: A small framework", "name: [a]", "Line 2: text is needed here."),
        ("checked: true", "checked: perhaps", "Line 10: “perhaps” is neither true nor false."),
        ("code:", "code: a\ncode:", "Line 2: “code” is given twice."),
        ('code: "2030"', f"code: {'9' * 21}", "Line 1: this is longer than 20 characters."),
        ("Learning is safe.", "Learning\n is safe.\n  \tvery", ""),
    ],
)
def test_what_is_wrong_is_said_with_its_line(old: str, new: str, problem: str) -> None:
    text = SMALL.replace(old, new, 1)
    if not problem:
        assert framework_file.read(text).standards[0].wording == "Learning is safe. very"
        return
    with pytest.raises(framework_file.CannotRead) as caught:
        framework_file.read(text)
    assert any(said.startswith(problem) for said in caught.value.problems), caught.value.problems


def test_all_problems_are_said_from_top_to_bottom() -> None:
    text = SMALL.replace("name:", "nmae:").replace('"1.9"', "1.10").replace("Learning\n", "\n", 1)
    with pytest.raises(framework_file.CannotRead) as caught:
        framework_file.read(text)
    lines = [int(said.split(":")[0].removeprefix("Line ")) for said in caught.value.problems]
    assert lines == sorted(lines)
    assert len(lines) == 4


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty"),
        ("- a\n- b\n", "Line 1: The file must be"),
        ("a: [", "not YAML"),
        ("a: &x [1]\nb: *x\n", "instead of \\*x"),
        ("a: !!python/object:os.system {}\n", "not known here"),
        ("a: " + "x" * 1_000_001, "too long"),
        ("[" * 5000, "nested too deeply|not YAML"),
        ("code: a\x00b", "not YAML"),
        ("domains: {}", "a list is needed"),
        ("domains: [1]", "A domain must be"),
        ("? [a]\n: b\n", "not known here"),
    ],
)
def test_a_file_that_is_something_else_is_refused(text: str, problem: str) -> None:
    with pytest.raises(framework_file.CannotRead, match=problem):
        framework_file.read(text)


@given(st.text(max_size=300))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    with pytest.raises(framework_file.CannotRead):
        framework_file.read(text)

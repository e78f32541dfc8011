"""What people say of themselves, as a mapping names it."""

import pytest

from sightline.listen.surveys import mapping, mapping_text
from sightline.listen.surveys.mapping import MappingRefused

TEXT = """
survey: s
columns: {provider: p}
not_answered: ["-"]
prefer_not_to_say: [Prefer not to say]
scales: {yes: yes_no}
items: [{column: a, code: A1, label: A, scale: yes}]
characteristics:
  - {column: e, code: EQ04, label: Ethnic group, answers: [Asian, White]}
"""


def test_prefer_not_to_say_is_a_group_after_the_answers_and_no_answer_is_nought():
    read = mapping.parse(TEXT)
    numbers = read.numbers_of_people(read.characteristics[0])
    said = ("", "-", "asian", "white", "prefer not to say")
    assert [numbers[text] for text in said] == [0, 0, 1, 2, 3]
    assert "black" not in numbers
    assert "e" in read.headings


def test_it_is_written_and_read_again():
    read = mapping.parse(TEXT)
    assert mapping.parse(mapping_text.write(read)) == read


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[Asian, White]", "[Asian]", "2 to 20 different answers"),
        ("[Asian, White]", "[Asian, asian]", "2 to 20 different answers"),
        ("code: EQ04", "code: A1", "used twice"),
        ("column: e", "column: a", "used for two things"),
        ("label: Ethnic group", "label: Ethnic group, theme: x", "theme"),
    ],
)
def test_what_is_wrong_is_said(old, new, said):
    with pytest.raises(MappingRefused, match=said):
        mapping.parse(TEXT.replace(old, new))

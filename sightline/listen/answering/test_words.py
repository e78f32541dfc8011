import string

import pytest

from sightline.listen.answering import words
from sightline.listen.questionnaires import sentences, tongues

FOLDERS = {"pages of questions": sentences.TONGUES, "pages of answering": words.TONGUES}


def gaps(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("of", FOLDERS)
def test_every_language_says_everything_with_the_same_gaps(of):
    english, *others = FOLDERS[of].values()
    assert english.code == "en"
    assert {one.code for one in others} == {"ar", "cy"}
    for one in others:
        for key, text in one.words.items():
            assert gaps(text) == gaps(english.words[key]), f"{one.code} {key}"
        own = [key for key, text in one.words.items() if text != english.words[key]]
        # Names of organisations stay; everything else is said in the language.
        assert set(one.words) - set(own) <= {"national"}


@pytest.mark.parametrize("of", FOLDERS)
def test_what_no_translator_has_read_says_so(of):
    for one in FOLDERS[of].values():
        assert one.status == ("" if one.code == "en" else tongues.DRAFTED)


def test_arabic_runs_from_right_to_left():
    assert {one.code: one.direction for one in words.TONGUES.values()} == {
        "en": "ltr",
        "ar": "rtl",
        "cy": "ltr",
    }


def test_a_date_in_english_stays_in_one_piece_in_arabic():
    day = "13 December 2026"
    assert words.TONGUES["cy"].say("start_until", closes=day).endswith(f"{day}.")
    assert f"\u2068{day}\u2069" in words.TONGUES["ar"].say("start_until", closes=day)


def test_what_a_file_does_not_say_is_said_in_english(tmp_path):
    head = "language: {}\nname: x\nright_to_left: false\nwords:\n"
    (tmp_path / "en.yaml").write_text(head.format("en") + "  go: Go\n  stay: Stay\n")
    (tmp_path / "cy.yaml").write_text(head.format("cy") + "  go: Mynd\n")
    assert tongues.read(tmp_path)["cy"].words == {"go": "Mynd", "stay": "Stay"}
    (tmp_path / "cy.yaml").write_text(head.format("cy") + "  went: Aeth\n")
    with pytest.raises(ValueError, match="went"):
        tongues.read(tmp_path)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("ar-EG,ar;q=0.9,en;q=0.8", "ar"),
        ("pl, cy;q=0.5, en;q=0.7", "en"),
        ("pl;q=1, cy;q=0.5", "cy"),
        ("CY-GB", "cy"),
        ("", "en"),
        ("*;q=nonsense, ar;q=x", "en"),
        ("ur", "en"),
    ],
)
def test_before_anybody_has_chosen_the_browser_says_which(header, code):
    assert words.preferred(header).code == code

import pytest

from sightline.listen.news import rules


@pytest.mark.parametrize(
    ("to_them", "texts", "is_text", "may"),
    [
        (0, 0, False, True),
        (2, 0, True, True),
        (3, 0, False, False),
        (0, 500, True, False),
        (0, 500, False, True),
    ],
)
def test_how_often_people_are_asked(to_them, texts, is_text, may):
    assert rules.may_ask(asked_today=to_them, texts_asked_today=texts, is_text=is_text) is may

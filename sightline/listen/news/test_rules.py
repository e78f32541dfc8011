import pytest

from sightline.listen.news import rules


@pytest.mark.parametrize(
    ("to_them", "others", "is_text", "may"),
    [
        (0, 0, False, True),
        (2, 0, True, True),
        (3, 0, False, False),
        (0, 500, True, False),
        (0, 500, False, True),
        (0, 5000, False, False),
    ],
)
def test_how_often_people_are_asked(to_them, others, is_text, may):
    assert rules.may_ask(asked_today=to_them, by_channel_today=others, is_text=is_text) is may

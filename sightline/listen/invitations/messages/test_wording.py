from __future__ import annotations

import pytest

from sightline.conftest import NOW
from sightline.listen.invitations import contact
from sightline.listen.invitations.messages import wording
from sightline.listen.invitations.messages.models import Wave
from sightline.listen.questionnaires.form import Form, Language, Question
from sightline.listen.rounds.models import Collection

KEY = contact.key_of("lena@example.org")


def form(choices: int, texts: int) -> Form:
    questions = [Question(f"q{n}", "select_one") for n in range(choices)]
    questions += [Question(f"t{n}", "text") for n in range(texts)]
    notes = [Question("n", "note"), Question("h", "hidden")]
    return Form({"en": "Title"}, (*questions, *notes), (Language("en", "English"),))


@pytest.mark.parametrize(
    ("choices", "texts", "minutes"), [(0, 0, 2), (3, 0, 2), (31, 1, 6), (60, 0, 9)]
)
def test_how_long_it_takes(choices: int, texts: int, minutes: int) -> None:
    assert wording.minutes_of(form(choices, texts)) == minutes


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(Wave.Kind))
def test_a_message_says_who_asks_the_link_how_long_and_how_to_stop(
    round_: Collection, kind: str, settings: object
) -> None:
    settings.SERVICE_ADDRESS = "https://sightline.example.org/"  # type: ignore[attr-defined]
    found = wording.write(
        collection=round_, kind=kind, address="lena@example.org", key=KEY, token="TOKEN"
    )
    no_more = f"/listen/invitations/messages/no-more/{contact.opt_out_token(KEY)}/"
    for text in (found.text, found.short_text):
        assert "North asks you to take part" in text
        assert "https://sightline.example.org/a/TOKEN/" in text
        assert f"https://sightline.example.org{no_more}" in text
        assert "2 minutes" in text
    # No word of the questionnaire, and nothing about the person.
    for text in (found.text, found.short_text, found.subject):
        assert "lena" not in text
        for _, question in round_.version.form.questions():
            for words in question.labels.values():
                assert words not in text
    assert ("starts afresh" in found.short_text) == (kind == Wave.Kind.REMINDER)
    assert NOW.year == 2026

import pytest
from django.test import Client

from sightline.conftest import NOW, Cast
from sightline.listen.bank import actions
from sightline.listen.bank.factories import make_item
from sightline.listen.rounds.factories import make_version, open_round

pytestmark = pytest.mark.django_db


def test_words_history_languages_and_uses_are_shown(
    client: Client, cast: Cast, framework: object
) -> None:
    by = cast.national
    item = make_item(by)
    open_round(by, make_version(by, [item]))
    wording = actions.change_wording(
        item=item, text="Help was near.", label="Help", is_comparable=False,
        reason="Nobody knew who is suitable.", by=by, at=NOW,
    )  # fmt: skip
    actions.translate(wording=wording, language="ar", text="كانت المساعدة قريبة.", by=by, at=NOW)
    client.force_login(by)
    page = client.get(f"/listen/bank/{item.code}/").content.decode()
    for said in (
        "Help was near.",
        "Somebody suitable was there.",
        "Trends break here",
        "Nobody knew who is suitable.",
        'lang="ar" dir="rtl">كانت المساعدة قريبة.',
        "Survey 1",
        "It is counted in 1 survey: S-2026-0001",
        "Strongly agree (100, positive)",
        "/standards/3.1/",
    ):
        assert said in page


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    item = make_item(cast.national)
    client.force_login(cast.director)
    assert client.get(f"/listen/bank/{item.code}/").status_code == 404
    client.force_login(cast.national)
    assert client.get("/listen/bank/I-0000-0001/").status_code == 404

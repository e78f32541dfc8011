import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.bank.factories import make_item

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "text", "side"),
    [("cy", "Roedd rhywun yno.", "ltr"), ("ar", "كان هناك شخص.", "rtl")],
)
def test_a_question_is_put_into_welsh_and_into_arabic(
    client: Client, cast: Cast, language: str, text: str, side: str
) -> None:
    item = make_item(cast.national)
    client.force_login(cast.national)
    url = f"/listen/bank/{item.code}/translate/"
    page = client.post(url, {"language": language, "text": text}, follow=True).content.decode()
    assert f'lang="{language}" dir="{side}">{text}' in page
    assert text in client.get(f"{url}?language={language}").content.decode()


def test_an_empty_one_is_refused_in_a_sentence(client: Client, cast: Cast) -> None:
    item = make_item(cast.national)
    client.force_login(cast.national)
    page = client.post(f"/listen/bank/{item.code}/translate/", {"language": "cy"})
    assert "Enter the question in that language" in page.content.decode()


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    url = f"/listen/bank/{make_item(cast.national).code}/translate/"
    client.force_login(cast.director)
    assert client.get(url).status_code == client.post(url).status_code == 404

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from sightline.listen.answering import actions
from sightline.listen.answering.models import WaitingAnswer
from sightline.listen.answering.store import WAITING, Placement, Sent
from sightline.listen.answering.visits import COOKIE
from sightline.listen.sealing import keys


@pytest.fixture
def token(ward, country):
    token = ward.invited(ward.cell(country.trust, country.surgery))
    actions.save(
        visit=ward.visit(token),
        placement=Placement("ZN001", "", "CST", "MED"),
        by=None,
        at=ward.at,
    )
    return token


def come(client, token):
    client.get(f"/a/{token}/")


def post(client, ward, token, page, **given):
    fields = {":visit": ward.visit(token).carried, ":do": "next"}
    return client.post(f"/a/questions/{page}/", {**fields, **given})


def test_a_whole_visit(ward, token, client):
    come(client, token)
    first, second, third, _ = ward.paths
    page = client.get("/a/questions/1/").content.decode()
    assert "<legend" in page
    assert "Page 1 of 2" in page
    answer = post(client, ward, token, 1, **{first: "agree", second: "prefer_not_to_say"})
    assert answer["Location"] == "/a/questions/2/"
    assert "Saved at" in client.get("/a/questions/2/").content.decode()
    answer = post(client, ward, token, 2, **{third: "disagree", "welcome/said": "Thank you"})
    assert answer["Location"] == "/a/send/"
    assert "Send my answers" in client.get("/a/send/").content.decode()
    answer = client.post("/a/send/", {":visit": ward.visit(token).carried})
    assert answer["Location"] == "/a/sent/"
    sent = Sent.opened(keys.key_of(ward.collection.pk), WAITING, WaitingAnswer.objects.get().sealed)
    assert sent.answers == {
        first: "agree",
        second: "prefer_not_to_say",
        third: "disagree",
        "welcome/said": "Thank you",
    }
    assert "Your answers are in" in client.get("/a/sent/").content.decode()


def test_every_button_saves(ward, token, client):
    come(client, token)
    first = ward.paths[0]
    for do, value, where in (
        ("later", "agree", "/a/later/"),
        ("back", "neither", "/a/placement/"),
        ("next", "disagree", "/a/questions/2/"),
    ):
        answer = post(client, ward, token, 1, **{":do": do, first: value})
        assert answer["Location"] == where
        assert ward.visit(token).written.answers[first] == value


def test_another_language_keeps_the_answers_of_the_page(ward, token, client):
    come(client, token)
    first = ward.paths[0]
    answer = post(client, ward, token, 1, **{":language": "cy", first: "agree"})
    assert answer["Location"] == "/a/questions/1/"
    page = client.get("/a/questions/1/").content.decode()
    assert "Cymraeg: Somebody was there." in page
    assert "Cadw a pharhau" in page
    assert ward.visit(token).written.answers == {first: "agree"}


def test_an_answer_in_error_is_shown_again_and_nothing_else_is_lost(ward, token, client):
    come(client, token)
    first, second = ward.paths[:2]
    answer = post(client, ward, token, 1, **{first: "agree", second: "forged"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "<title>Error: Page 1 of 2" in page
    assert ward.visit(token).written.answers[first] == "agree"


def test_another_device_goes_on_where_the_first_left(ward, token, client):
    come(client, token)
    post(client, ward, token, 1, **{ward.paths[0]: "agree", ":do": "later"})
    other = Client()
    come(other, token)
    answer = other.post(
        "/a/placement/",
        {
            ":visit": ward.visit(token).carried,
            "provider": "ZN001",
            "learning": "programme:CST",
        },
    )
    assert answer["Location"] == "/a/questions/1/"
    page = other.get("/a/questions/1/").content.decode()
    assert 'value="agree" checked' in page or 'checked value="agree"' in page


def test_what_is_posted_after_the_cookie_has_ended_is_kept(ward, token, client):
    come(client, token)
    carried = ward.visit(token).carried
    del client.cookies[COOKIE]
    with time_machine.travel(timezone.now() + timedelta(hours=30)):
        answer = client.post(
            "/a/questions/1/", {":visit": carried, ":do": "next", ward.paths[0]: "agree"}
        )
        assert answer["Location"] == "/a/questions/2/"
        assert client.get("/a/questions/2/").status_code == 200
    assert ward.visit(token).written.answers == {ward.paths[0]: "agree"}


def test_an_old_cookie_is_no_way_in(ward, token, client):
    come(client, token)
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert client.get("/a/questions/1/").status_code == 403


def test_there_is_no_page_beyond_the_last(ward, token, client):
    come(client, token)
    assert client.get("/a/questions/3/").status_code == 404
    assert client.get("/a/questions/0/").status_code == 404


def test_the_placement_comes_first(ward, country, client):
    come(client, ward.invited(ward.cell(country.trust)))
    assert client.get("/a/questions/1/")["Location"] == "/a/placement/"
    assert client.get("/a/send/")["Location"] == "/a/placement/"


def test_pages_cost_the_same_number_of_queries(ward, token, client, django_assert_max_num_queries):
    come(client, token)
    client.get("/a/questions/1/")
    with django_assert_max_num_queries(4):
        client.get("/a/questions/1/")
    with django_assert_max_num_queries(8):
        post(client, ward, token, 1, **{ward.paths[0]: "agree"})


def test_no_account_is_looked_at(ward, token, client, cast):
    """Somebody signed in on the same device is a stranger here: no name, no menu."""
    client.force_login(cast.director)
    come(client, token)
    page = client.get("/a/questions/1/").content.decode()
    assert cast.director.name not in page
    assert "Sign out" not in page


def test_in_arabic_everything_runs_from_right_to_left(ward, token, client):
    come(client, token)
    actions.save(visit=ward.visit(token), language="ar", by=None, at=ward.at)
    for path, words in (
        ("placement", "من سيرى ما تجيب به"),
        ("questions/1", "حفظ ومتابعة"),
        ("later", "تم حفظ إجاباتك"),
        ("send", "إرسال إجاباتي"),
    ):
        page = client.get(f"/a/{path}/").content.decode()
        assert words in page
        assert 'lang="ar" dir="rtl"' in page
    error = client.post("/a/placement/", {":visit": ward.visit(token).carried})
    assert "اختر ما تتعلمه" in error.content.decode()


def test_a_language_without_words_of_its_own_is_answered_in_english_marked_as_such(
    ward, token, client
):
    come(client, token)
    client.cookies.clear()
    page = client.get("/a/later/", headers={"accept-language": "ar"}).content.decode()
    assert "افتح رابطك مرة أخرى" in page
    page = client.get("/a/later/", headers={"accept-language": "ur"}).content.decode()
    assert 'lang="en" dir="ltr"' in page
    assert "Open your link again" in page

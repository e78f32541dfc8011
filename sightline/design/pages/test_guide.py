import logging
import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.template import engines
from django.test import RequestFactory
from django.urls import include, path

from sightline.base import service_state
from sightline.design import errors
from sightline.design.pages import guide

# These pages stand below all others and must not need them.
urlpatterns = [path("design/", include("sightline.design.urls"))]
pytestmark = pytest.mark.urls(__name__)

PAGE = """{% extends "design/layout.jinja" %}{% set title = "Raise a concern" %}
{% block content %}<h1>Raise a concern</h1>{% endblock %}"""


def draw(source=PAGE, **context):
    return engines["jinja2"].from_string(source).render(context)


@pytest.fixture
def made_up(monkeypatch):
    monkeypatch.setattr(service_state, "holds_made_up_data", lambda: True)


@pytest.fixture
def request_of():
    def make(path="/design/"):
        request: Any = RequestFactory().get(path)
        request.user = AnonymousUser()
        request.session = {}
        request._messages = []
        return request

    return make


@pytest.mark.django_db
def test_the_guide_shows_everything_without_inline_script_or_style(made_up, request_of):
    page = guide.guide(request_of("/design/?errors")).content.decode()
    assert page.count("<h1") == 1
    assert "There is a problem" in page
    assert page.count("<svg") > 10
    assert re.search(r'<[^>]+ style="', page) is None
    assert "<style" not in page
    assert re.search(r"<script(?![^>]* src=)", page) is None
    assert re.search(r"<[^>]+ on[a-z]+=", page) is None


@pytest.mark.django_db
def test_the_guide_is_for_development_and_demonstration(monkeypatch, request_of, settings):
    settings.DEBUG = False
    monkeypatch.setattr(service_state, "holds_made_up_data", lambda: False)
    with pytest.raises(Http404):
        guide.guide(request_of())


def title(page):
    return page.partition("<title>")[2].partition("</title>")[0]


def test_a_title_says_page_section_and_service():
    navigation = [{"text": "Register", "href": "/respond/register/", "active": True}]
    assert title(draw(navigation=navigation)) == "Raise a concern – Register – Sightline"
    assert title(draw()) == "Raise a concern – Sightline"


def test_a_title_says_first_that_there_is_an_error():
    page = draw(form=guide.ExampleForm({}))
    assert title(page) == "Error: Raise a concern – Sightline"
    assert "There is a problem" in page
    assert "There is a problem" not in draw(form=guide.ExampleForm())


def test_made_up_data_are_announced():
    assert "are made up" in draw(is_demo=True)
    assert "are made up" not in draw(is_demo=False)


def test_the_nhs_logo_needs_a_setting():
    assert "nhsuk-header__logo" not in draw()
    assert "nhsuk-header__logo" in draw(show_nhs_logo=True)


def test_who_is_signed_in_can_sign_out_by_a_form():
    viewer = type("Viewer", (), {"is_authenticated": True, "name": "Sam <Example>", "email": ""})
    page = draw(viewer=viewer, csrf_input="")
    assert "Sam &lt;Example&gt;" in page
    assert re.search(r'<form[^>]+action="/sign-out/"[^>]+method="post"', page)
    assert 'action="/search/"' in page
    anonymous = draw(viewer=AnonymousUser())
    assert "Sign out" not in anonymous
    assert 'role="search"' not in anonymous
    assert "Sign in" in anonymous


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("handler", "status", "words"),
    [
        (errors.bad_request, 400, "could not read"),
        (errors.not_allowed, 403, "cannot do this"),
        (errors.not_found, 404, "Page not found"),
        (errors.server_error, 500, "problem with the service"),
        (errors.form_too_old, 403, "too old"),
        (errors.too_many, 429, "Too many"),
    ],
)
def test_errors_say_what_happened_and_what_to_do(handler, status, words, request_of):
    response = handler(request_of())
    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert page.count("<h1") == 1


def test_a_server_error_is_shown_when_there_is_no_database(request_of):
    # Without the django_db mark any query fails.
    response = errors.server_error(request_of())
    assert "Nothing that you saved before is lost" in response.content.decode()
    response = errors.not_found(RequestFactory().get("/nowhere/"))
    assert "Page not found" in response.content.decode()


def test_the_last_resort_needs_no_template(monkeypatch, request_of, caplog):
    monkeypatch.setattr(errors, "TEMPLATE", "no/such.jinja")
    with caplog.at_level(logging.CRITICAL):
        response = errors.server_error(request_of())
    assert response.status_code == 500
    assert b"There is a problem with the service" in response.content

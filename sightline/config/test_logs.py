import logging

import pytest
from django.conf import settings
from django.test import Client

from sightline.config.logs import NoLinks


@pytest.mark.parametrize("said", ["Not Found: %s", "Internal Server Error: %s"])
def test_no_link_of_a_person_is_logged(said):
    record = logging.LogRecord("django.request", 30, "", 1, said, ("/a/kW3v-8_Zq/",), None)
    assert NoLinks().filter(record)
    assert record.getMessage() == said % "/a/…/"


def test_other_lines_stay_as_they_are():
    record = logging.LogRecord("x", 30, "", 1, "%s of %s", ("one", "two"), None)
    NoLinks().filter(record)
    assert record.getMessage() == "one of two"


def test_every_handler_has_the_filter():
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["no_links"]  # type: ignore[index]
    assert list(settings.LOGGING["handlers"]) == ["console"]  # type: ignore[call-overload]


@pytest.mark.django_db
def test_an_unknown_link_leaves_no_token_in_the_log(caplog):
    caplog.handler.addFilter(NoLinks())
    Client().get("/a/somebody-mistyped-this/")
    assert "somebody-mistyped-this" not in caplog.text

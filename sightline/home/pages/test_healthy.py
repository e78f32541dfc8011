from typing import Any
from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.test import Client


@pytest.mark.django_db
def test_it_answers_plainly_without_a_session(client: Client) -> None:
    answer = client.get("/healthy/")
    assert (answer.status_code, answer.content) == (200, b"healthy\n")
    assert answer["Content-Type"].startswith("text/plain")
    assert answer.cookies == {}


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_said(client: Client) -> None:
    def fails(*args: Any) -> None:
        raise OperationalError("secret detail")

    with mock.patch.object(connection, "cursor", fails):
        answer = client.get("/healthy/")
    assert answer.status_code == 503
    assert answer.content == b"The database does not answer.\n"

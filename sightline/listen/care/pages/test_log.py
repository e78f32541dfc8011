from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from sightline.access.roles import Role
from sightline.conftest import NOW, Cast, Country, make_user
from sightline.listen.imports.models import SurveyImport
from sightline.listen.voices import actions as voices
from sightline.listen.voices.factories import make_voice
from sightline.trail import record

pytestmark = pytest.mark.django_db
URL = "/listen/care/log/"


def test_openings_of_restricted_cases_are_listed(
    client: Client, cast: Cast, country: Country
) -> None:
    voice = make_voice(country.trust, names_individual=True)
    keeper = make_user("Rhoda Restricted", Role.RESTRICTED_CASES, country.north)
    opening = voices.log_opening(voice=voice, by=keeper, at=NOW)
    client.force_login(cast.administrator)
    page = client.get(f"{URL}?of=openings").content.decode()
    assert f"Opened {voice.number}" in page
    assert "Rhoda Restricted" in page
    assert "1 line" not in client.get(f"{URL}?of=openings&who=nobody").content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        opening.delete()


def test_a_file_with_rows_of_people_leaves_a_line(
    client: Client, cast: Cast, checked: SurveyImport
) -> None:
    client.force_login(cast.administrator)
    assert "No line fits" in client.get(URL).content.decode()
    taken = client.get(f"/listen/imports/{checked.pk}/errors/")
    assert b"Maybe" in b"".join(taken)  # read to the end, so that the file is closed
    page = client.get(f"{URL}?who=ada@example.org").content.decode()
    assert f"Took the rows in error of import {checked.pk}" in page


def test_the_register_as_a_file_leaves_a_line(client: Client, cast: Cast) -> None:
    client.force_login(cast.north_manager)
    assert client.get("/respond/register/download/?format=csv").status_code == 200
    client.force_login(cast.administrator)
    assert "Took the register" in client.get(URL).content.decode()


def test_only_known_actions_are_downloads(cast: Cast) -> None:
    with pytest.raises(ValueError, match=r"listen\.other"):
        record.download(
            action="listen.other", subject=cast.national, by=None, at=NOW, summary="Took it"
        )


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    for person in (cast.national, cast.north_manager, cast.director, cast.learner):
        client.force_login(person)
        assert client.get(URL).status_code == 404

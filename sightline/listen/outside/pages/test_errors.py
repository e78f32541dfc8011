"""Rows in error as a file. (Strangers get 404: see test_file.py.)"""

import pytest

from sightline.listen.outside import factories
from sightline.listen.outside.factories import nts_row

pytestmark = pytest.mark.django_db


def test_every_row_in_error_has_its_line(office, cast, client):
    client.force_login(cast.national)
    found = office.read(factories.nts(nts_row(), nts_row(mean="many")))
    response = client.get(f"/listen/outside/file/{found.pk}/errors/")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1].startswith("3,,“many” in column")

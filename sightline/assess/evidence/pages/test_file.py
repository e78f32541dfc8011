from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess import factories
from sightline.assess.evidence.models import EvidenceFile
from sightline.assess.places import Place
from sightline.conftest import NOW, Cast
from sightline.standards.models import Standard
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db
PAGE = "assess:evidence:file"


def test_the_file_leaves_as_it_came_or_not_at_all(
    place: Place, standard: Standard, cast: Cast, client: Client, uploads: Path
) -> None:
    made = factories.evidence(
        place, [standard], cast.north_manager, NOW, file=BytesIO(b"%PDF-1"), file_name="a.pdf"
    )
    page = reverse(PAGE, args=[made.reference])
    for person in ("south_manager", "learner"):
        client.force_login(getattr(cast, person))
        assert client.get(page).status_code == 404
    client.force_login(cast.director)
    taken = client.get(page)
    assert taken.getvalue() == b"%PDF-1"
    assert taken["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert Entry.objects.filter(action="assess.evidence.download", by=cast.director).exists()
    (uploads / made.file.stored_name).write_bytes(b"%PDF-2")
    refused = client.get(page)
    assert refused.status_code == 409
    assert "fingerprint does not match" in refused.content.decode()


def test_a_file_kept_before_names_were_checked_is_not_handed_out_as_a_program(
    place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    made = factories.evidence(
        place, [standard], cast.north_manager, NOW, file=BytesIO(b"echo 1"), file_name="run.txt"
    )
    kept = made.file
    older = factories.evidence(place, [standard], cast.north_manager, NOW)
    EvidenceFile.objects.create(
        evidence=older, name="run.bat", stored_name=kept.stored_name, sha256=kept.sha256,
        content_type=kept.content_type, size=kept.size, scan=kept.scan,
    )  # fmt: skip
    client.force_login(cast.director)
    taken = client.get(reverse(PAGE, args=[older.reference]))
    assert taken["Content-Disposition"] == 'attachment; filename="run-bat.txt"'
    assert taken.getvalue() == b"echo 1"


def test_evidence_without_a_file_has_none(
    place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    made = factories.evidence(place, [standard], cast.north_manager, NOW)
    client.force_login(cast.north_manager)
    assert client.get(reverse(PAGE, args=[made.reference])).status_code == 404

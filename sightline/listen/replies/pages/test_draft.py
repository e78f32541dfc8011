"""A draft begins with the survey round that brought it about."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from sightline.commitments.models import Commitment
from sightline.conftest import Cast, Country
from sightline.listen.replies.models import Reply
from sightline.results import factories
from sightline.results.models import Dataset


def test_the_round_that_brought_a_commitment_about_is_quoted_not_the_newest(
    dataset: Dataset, commitment: Commitment, country: Country, cast: Cast, client: Client
) -> None:
    rows: Any = {(country.trust.code, country.site.code, country.surgery.code): [[4, 4, 4]] * 32}
    newer = factories.make_dataset(rows, year=2027)
    Commitment.objects.update(dataset=dataset)
    client.force_login(cast.north_manager)
    address = reverse("listen:replies:draft") + f"?commitment={commitment.reference}"
    html = client.get(address).content.decode()
    assert dataset.label in html
    assert newer.label not in html
    said = {"you_said": "X.", "outcome": "changed", "passed_to": "", "we_did": "Y."}
    client.post(address, said | {"measures": [commitment.measures.get().pk]})
    assert Reply.objects.get().dataset == dataset

import pytest

from sightline.respond.register.conftest import QUALITY_TEAM, only, page, statuses, text

pytestmark = pytest.mark.django_db


def test_strangers_and_providers_get_404(client, cast, shared):
    assert statuses(client, cast, page(shared, "evidence")) == only(*QUALITY_TEAM)


@pytest.mark.parametrize(("lane", "is_internal"), [("shared", False), ("internal", True)])
def test_a_statement_is_added(client, cast, concern, lane, is_internal):
    client.force_login(cast.north_manager)
    response = client.post(
        page(concern, "evidence"), {"lane": lane, "text": "Visit of 3 November."}
    )
    assert response["Location"] == page(concern)
    assert concern.evidence.latest("id").is_internal is is_internal


def test_empty_evidence_is_refused(client, cast, concern):
    client.force_login(cast.north_manager)
    response = client.post(page(concern, "evidence"), {"lane": "shared", "text": ""})
    assert "What is the evidence?" in text(response)
    assert concern.evidence.count() == 1


def test_a_result_that_is_not_there_is_404(client, cast, concern):
    client.force_login(cast.north_manager)
    address = f"{page(concern, 'evidence')}?dataset=1&level=provider&group=ZN001&measure=LS07"
    assert client.get(address).status_code == 404

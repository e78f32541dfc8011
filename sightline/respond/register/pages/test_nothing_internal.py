"""No internal word reaches a provider or an ICB: by no page, filter, download, trail or error."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sightline.conftest import NOW
from sightline.respond.register import actions, factories
from sightline.respond.register.conftest import RAISED, page
from sightline.respond.register.queries import Filters, concerns_about, register
from sightline.respond.register.queries.dossier import shared_part
from sightline.respond.register.urls import urlpatterns

pytestmark = pytest.mark.django_db
SECRET = "xylophone"


def concern_with_secrets(raise_concern, country, cast, categories):
    """Shared, with the secret word in every field that is internal and in none that is not."""
    dataset = factories.dataset()
    hidden = factories.flag(
        dataset,
        factories.measure("LS66"),
        country.trust.code,
        is_internal=True,
        text=f"{SECRET} 1",
        frozen={**factories.flag(dataset, factories.measure(), "x").frozen, "measure": SECRET},
    )
    concern = raise_concern(
        internal_summary=f"{SECRET} 2",
        evidence=[
            hidden,
            actions.NewEvidence(text=f"{SECRET} 3", is_internal=True),
            actions.NewEvidence(text="Told at a forum."),
        ],
    )
    by = cast.north_manager
    factories.decide(concern, categories[2], by, RAISED + timedelta(days=1))
    actions.write_note(
        concern=concern, lane="internal", text=f"{SECRET} 4", by=by, at=RAISED + timedelta(days=2)
    )
    actions.share(concern=concern, by=by, at=RAISED + timedelta(days=3))
    actions.ask_provider(concern=concern, text="Why?", by=by, at=RAISED + timedelta(days=4))
    actions.write_note(
        concern=concern, lane="internal", text=f"{SECRET} 5", by=by, at=RAISED + timedelta(days=5)
    )
    actions.agree_commitment(
        concern=concern,
        kind="commitment",
        promise="More staff",
        evidence_expected="",
        owner_name="Director",
        owner=cast.director,
        due_date=NOW.date(),
        by=by,
        at=RAISED + timedelta(days=6),
    )
    return concern


@pytest.fixture
def secretive(raise_concern, country, cast, categories):
    return concern_with_secrets(raise_concern, country, cast, categories)


def body(response):
    content = b"".join(response) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            content = b"".join(file.read(name) for name in file.namelist())
    return content.decode(errors="replace").casefold()


def addresses(concern):
    """Every address of the register, with questions that look for the word."""
    names = [pattern.name for pattern in urlpatterns]
    pages = [page(concern, name) for name in names if name and name != "show"]
    start = "/respond/register/"
    return [
        page(concern),
        *pages,
        *(f"{start}?{query}" for query in ("", f"q={SECRET}", "as_at=2026-11-01", "order=where")),
        *(f"{start}download/?format={ending}" for ending in ("csv", "xlsx")),
        f"{start}raise/where/",
        f"{start}raise/about/?organisation=ZN001",
        f"{start}raise/?organisation=ZN001&about=organisation",
        "/commitments/C-2026-0001/",
    ]


def test_the_word_is_there_for_the_quality_team(client, cast, secretive):
    client.force_login(cast.north_manager)
    seen = body(client.get(page(secretive)))
    for number in range(1, 6):
        assert f"{SECRET} {number}" in seen


@pytest.mark.parametrize("who", ["director", "icb_lead"])
def test_no_page_says_it_to_others(client, cast, secretive, who):
    client.force_login(getattr(cast, who))
    opened = 0
    for address in addresses(secretive):
        response = client.get(address)
        opened += response.status_code == 200
        seen = body(response).replace(f'value="{SECRET}"', "").replace(f"q={SECRET}", "")
        # A search for the word gives it back in its box and in the filter's name only.
        if f"q={SECRET}" in address:
            seen = seen.replace(f"title or place: {SECRET}", "")
        assert SECRET not in seen, address
        assert "internal" not in seen, address
    assert opened >= 9


@pytest.mark.parametrize("who", ["director", "icb_lead"])
def test_no_error_says_it_to_others(client, cast, secretive, who):
    client.force_login(getattr(cast, who))
    for pattern in urlpatterns:
        if "<" in str(pattern.pattern):
            response = client.post(page(secretive, (pattern.name or "").replace("show", "")))
            assert SECRET not in body(response)
            assert "internal" not in body(response)


def test_no_row_for_other_pages_says_it(cast, secretive, country):
    for user in (cast.director, cast.icb_lead):
        found = register(Filters(), NOW.date(), user)
        assert len(found.rows) == 1
        about = concerns_about(country.trust, None, [], user)
        assert len(about) == 1
        assert SECRET not in repr((found, about))
    assert concerns_about(country.trust, None, ["LS66"], cast.director) == []


lanes = st.lists(st.tuples(st.sampled_from(["note", "evidence"]), st.booleans()), max_size=8)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(lanes)
def test_the_shared_part_is_what_was_written_as_shared(shared, cast, written):
    """Whatever is written in whichever order, nothing crosses from one lane to the other."""
    with transaction.atomic():
        for number, (kind, is_internal) in enumerate(written):
            said = f"{SECRET if is_internal else 'open'} {number}"
            given = {"concern": shared, "by": cast.north_manager, "at": NOW}
            if kind == "note":
                lane = "internal" if is_internal else "shared"
                actions.write_note(**given, lane=lane, text=said)
            else:
                new = actions.NewEvidence(text=said, is_internal=is_internal)
                actions.add_evidence(**given, evidence=new)
        part = shared_part(shared)
        texts = [one.text for one in part.evidence] + [one.text for one in part.notes]
        assert not any(SECRET in text for text in texts)
        assert sum("open" in text for text in texts) == sum(not hidden for _, hidden in written)
        transaction.set_rollback(True)

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sightline.conftest import NOW
from sightline.listen.replies.models import Reply
from sightline.respond.register import actions, factories
from sightline.respond.register.conftest import QUALITY_TEAM, RAISED, only, page, statuses, text
from sightline.respond.register.pages.show import doings

pytestmark = pytest.mark.django_db


def test_an_unshared_concern_is_404_to_all_but_the_quality_team(client, cast, concern):
    assert statuses(client, cast, page(concern)) == only(*QUALITY_TEAM)


def test_a_shared_concern_is_404_to_strangers(client, cast, shared):
    assert statuses(client, cast, page(shared)) == only(*QUALITY_TEAM, "icb_lead", "director")


@pytest.mark.parametrize("reference", ["Q-2026-9999", "nothing", "-"])
def test_what_is_not_there_is_404(client, cast, reference):
    client.force_login(cast.national)
    assert client.get(f"/respond/register/{reference}/").status_code == 404


def test_titles_are_escaped(client, cast, raise_concern):
    concern = raise_concern(
        title="<script>alert(1)</script>", summary="<img src=x onerror=alert(1)>", controls="<b>"
    )
    client.force_login(cast.north_manager)
    body = client.get(page(concern)).content.decode()
    assert "<script>alert" not in body
    assert "<img src=x" not in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body


def test_the_quality_team_sees_two_lanes_and_the_provider_one(client, cast, shared):
    client.force_login(cast.north_manager)
    body = text(client.get(page(shared)))
    assert "Internal: NHS England only" in body
    assert "The provider sees everything in this box, since" in body
    client.force_login(cast.director)
    body = text(client.get(page(shared)))
    assert "Internal" not in body
    assert "Shared with the provider" in body


def test_an_unshared_concern_says_so(client, cast, concern):
    client.force_login(cast.north_manager)
    body = text(client.get(page(concern)))
    assert "Not shared yet: only quality teams see it." in body


def test_everything_on_a_concern_is_on_its_page(client, cast, raise_concern, country, categories):
    dataset, measure = factories.dataset(), factories.measure()
    concern = raise_concern(
        share=True,
        internal_summary="Known to the dean",
        professions=[country.medicine],
        evidence=[factories.flag(dataset, measure, country.trust.code)],
    )
    by = cast.north_manager
    factories.decide(concern, categories[1], by, RAISED + timedelta(days=1))
    factories.decide(concern, categories[3], by, RAISED + timedelta(days=2))
    actions.ask_provider(concern=concern, text="How many?", by=by, at=RAISED + timedelta(days=3))
    commitment = actions.agree_commitment(
        concern=concern,
        kind="requirement",
        promise="A supervisor on every shift",
        evidence_expected="",
        owner_name="The director",
        owner=None,
        due_date=date(2026, 10, 1),
        by=by,
        at=RAISED + timedelta(days=4),
    )
    Reply.objects.create(
        reference="Y-2026-0001",
        organisation=country.trust,
        commitment=commitment,
        dataset=dataset,
        you_said="x",
        outcome="changed",
        we_did="y",
        drafted_at=NOW,
        drafted_by=by,
    )
    client.force_login(by)
    body = text(client.get(page(concern)))
    for said in (
        "Supervisor available",
        "41.5",
        "Acute trusts",
        "Doctor in training",
        "Known to the dean",
        "Category 3: Major concerns",
        "superseded",
        "It replaced category 1.",
        "Getting worse",
        "How many?",
        "An answer to our question, from Aldermoor Hospitals",
        commitment.reference,
        "Y-2026-0001",
        "Category 3 (Major concerns) decided",
    ):
        assert said in body, said


def test_the_number_of_queries_does_not_grow(
    client, cast, shared, categories, django_assert_max_num_queries
):
    by = cast.north_manager
    client.force_login(by)
    for round_ in range(3):
        for step in range(4):
            at = RAISED + timedelta(days=round_ * 10 + step)
            factories.decide(shared, categories[step % 3], by, at)
            actions.add_evidence(
                concern=shared, evidence=actions.NewEvidence(text="More"), by=by, at=at
            )
            actions.write_note(concern=shared, lane="internal", text="Hm", by=by, at=at)
            actions.ask_provider(concern=shared, text="Why?", by=by, at=at)
        with django_assert_max_num_queries(24):
            assert client.get(page(shared)).status_code == 200


def offered(concern, user):
    return [one["text"] for one in doings(concern, concern.standings.latest("id"), user)]


def test_what_can_be_done_depends_on_who_and_how_it_stands(concern, shared, cast):
    by = cast.north_manager
    assert offered(concern, by) == [
        "Review",
        "Decide a category",
        "Share with the provider",
        "Add evidence",
        "Write a note",
        "Close",
    ]
    assert "Agree a commitment" in offered(shared, by)
    assert "Ask the provider" in offered(shared, by)
    assert offered(shared, cast.director) == ["Answer"]
    assert offered(shared, cast.icb_lead) == []
    actions.close(
        concern=shared,
        outcome="resolved",
        reason="Done",
        evidence_text="Seen",
        monitoring_date=date(2027, 1, 1),
        by=by,
        at=NOW,
    )
    assert {"End the monitoring", "Reopen"} <= set(offered(shared, by))
    assert "Decide a category" not in offered(shared, by)


def test_every_page_offered_opens(client, cast, shared):
    for user in (cast.north_manager, cast.director):
        client.force_login(user)
        for one in doings(shared, shared.standings.get(), user):
            assert client.get(one["href"]).status_code == 200, one


def test_a_result_is_linked_only_where_its_page_may_be_opened(client, cast, raise_concern, country):
    dataset, measure = factories.dataset(), factories.measure()
    concern = raise_concern(
        share=True,
        evidence=[
            factories.flag(dataset, measure, country.trust.code),
            factories.flag(dataset, measure, "ENG", group_level="nation"),
        ],
    )
    own, nation = "/insight/provider/ZN001/item/LS07/", "/insight/nation/ENG/item/LS07/"
    links = {}
    for name in ("national", "north_manager", "director"):
        client.force_login(getattr(cast, name))
        body = text(client.get(page(concern)))
        links[name] = (own in body, nation in body)
    assert links == {
        "national": (True, True),
        "north_manager": (True, False),
        "director": (True, False),
    }


def test_each_standard_is_said_once_with_its_version(client, cast, raise_concern, following):
    before = following.__class__.objects.get(code="2024")
    held = [
        *before.standards.filter(number__in=["1.1", "1.2"]),
        *following.standards.filter(number__in=["1.2", "1.3"]),
    ]
    concern = raise_concern(standards=held)
    client.force_login(cast.north_manager)
    body = text(client.get(page(concern)))
    assert "Education is valued. (framework 2024)" in body
    assert "Speaking up is safe and welcome. (framework 2026)" in body
    assert "In framework 2024: Speaking up is safe." in body
    assert body.count("Speaking up is safe and welcome.") == 1
    client.force_login(cast.north_manager)
    body = text(client.get(page(raise_concern(standards=held[:1]))))
    assert "(framework" not in body

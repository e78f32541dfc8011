from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.home import errands
from sightline.home.conftest import Records, agree
from sightline.home.errand import SOON_DAYS, Item, Urgency
from sightline.insight.conftest import text_of
from sightline.insight.signals.models import Signal
from sightline.listen.care import factories as care
from sightline.listen.comments import queries as comments
from sightline.listen.forums import actions as members
from sightline.listen.forums import factories as forums
from sightline.listen.forums.points import actions as points
from sightline.listen.imports.models import SurveyImport
from sightline.listen.surveys.models import Round, Survey
from sightline.people.models import User
from sightline.respond.register import actions as register
from sightline.respond.register import factories


def seen(viewer: User) -> dict[str, list[str]]:
    """For each errand of the viewer the texts of its items."""
    return {
        errand.heading: [item.text for item in errand.items] for errand in errands.of(viewer, TODAY)
    }


def waiting(viewer: User) -> dict[str, list[str]]:
    """Those that have something."""
    return {heading: items for heading, items in seen(viewer).items() if items}


def test_a_regional_manager_sees_what_waits_in_the_region(cast: Cast, records: Records) -> None:
    assert waiting(cast.north_manager) == {
        "Concerns to review": [f"{records.concern.reference}: Supervision falls short"],
        "Overdue commitments": [f"{records.overdue.reference}: Publish the rota"],
        "Proof to check": [f"{records.proved.reference}: Name a supervisor"],
        "Replies to publish": [f"Y-2026-0001: {records.draft.you_said}"],
    }


def test_another_region_sees_none_of_it(cast: Cast, records: Records) -> None:
    assert {heading for heading, items in seen(cast.south_manager).items() if items} == set()


def test_a_director_sees_what_the_provider_owes(cast: Cast, records: Records) -> None:
    assert waiting(cast.director) == {
        "Questions to answer": [f"{records.asked.reference}: Rotas come late"],
        "Commitments to keep": [f"{records.overdue.reference}: Publish the rota"],
    }
    assert waiting(cast.other_director) == {}
    register.answer(concern=records.asked, text="On Friday.", by=cast.director, at=NOW)
    assert seen(cast.director)["Questions to answer"] == []


def test_a_learner_reads_what_happened(cast: Cast, records: Records) -> None:
    assert seen(cast.learner) == {
        "What happened because of what learners said": [records.published.you_said]
    }


def test_an_icb_lead_sees_what_is_overdue_there(cast: Cast, records: Records) -> None:
    assert seen(cast.icb_lead) == {
        "Overdue commitments": [f"{records.overdue.reference}: Publish the rota"]
    }


def test_an_administrator_sees_what_is_left_to_set_up(cast: Cast, country: Country) -> None:
    User.objects.create(email="nils@example.org", name="Nils Norole")
    assert seen(cast.administrator) == {
        "Requests for personal data": [],
        "Survey files": [],
        "Setting up": ["Load a version of the framework", "Give people a role"],
    }


def test_nobody_checks_what_they_sent_themselves(cast: Cast, records: Records) -> None:
    proof = records.proved.proofs.get()
    proof.by = cast.north_manager
    proof.save()
    assert seen(cast.north_manager)["Proof to check"] == []
    assert len(seen(cast.national)["Proof to check"]) == 1


def test_what_was_promised_and_told_in_forums(cast: Cast, country: Country) -> None:
    manager = cast.north_manager
    forum = forums.forum(country.trust, manager, NOW)
    meeting = forums.meeting(forum, manager, NOW)
    point = forums.point(meeting, manager, NOW)
    promise = points.promise(
        point=point, text="Ask the rota team", owner_name="", owner=cast.director,
        due_date=TODAY + timedelta(days=3), by=manager, at=NOW,
    )  # fmt: skip
    for viewer in (manager, cast.director):
        assert seen(viewer)["Promises made in forums"] == ["Ask the rota team"]
    assert "Promises made in forums" not in seen(cast.icb_lead)
    points.settle(promise=promise, is_kept=True, text="Done.", by=cast.director, at=NOW)
    assert "Promises made in forums" not in seen(cast.director)

    points.say_what_came(point=point, state="done", text="Yes.", by=manager, at=NOW)
    points.tell(
        meeting=meeting, points=[point], how="page", told_date=TODAY, text="Rotas are early.",
        by=manager, at=NOW,
    )  # fmt: skip
    assert "What came of your forums" not in seen(cast.learner)
    members.add_member(forum=forum, user=cast.learner, group="", by=manager, at=NOW)
    assert seen(cast.learner)["What came of your forums"] == ["Rotas are early."]


def test_a_closed_concern_and_a_distant_review_wait_for_nobody(
    cast: Cast, records: Records
) -> None:
    factories.review(
        concern=records.concern,
        owner=cast.north_manager,
        next_review_date=TODAY + timedelta(days=SOON_DAYS + 1),
        by=cast.north_manager,
        at=NOW,
    )
    assert seen(cast.north_manager)["Concerns to review"] == []


@pytest.mark.parametrize(
    ("state", "days_ago", "waits"),
    [("refused", 1, True), ("failed", 1, True), ("checked", 1, True), ("done", 1, False),
     ("set_aside", 1, False), ("refused", 40, False)],
)  # fmt: skip
def test_survey_files_that_need_somebody(
    cast: Cast, state: str, days_ago: int, waits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errands, "reverse", lambda name, **_: f"/{name}/")
    round_ = Round.objects.create(
        survey=Survey.objects.create(code="learner-survey", name="Learner survey"),
        year=2026,
        label="Autumn 2026",
        collected_from=TODAY,
        collected_to=TODAY,
    )
    SurveyImport.objects.create(
        round=round_,
        original_name="answers.csv",
        size=1,
        state=state,
        uploaded_at=NOW - timedelta(days=days_ago),
        uploaded_by=cast.administrator,
    )
    assert (seen(cast.administrator)["Survey files"] == ["answers.csv"]) is waits


def test_the_most_urgent_come_first_and_all_are_counted(cast: Cast, country: Country) -> None:
    for number in range(7):
        agree(
            country.trust, cast.north_manager, TODAY - timedelta(days=number + 1), f"Thing {number}"
        )
    errand = errands.overdue_commitments(cast.north_manager, TODAY)
    assert errand is not None
    assert errand.total == 7
    assert [item.text.split(": ")[1] for item in errand.items] == [
        "Thing 6", "Thing 5", "Thing 4", "Thing 3", "Thing 2",
    ]  # fmt: skip
    assert [item.status for item in errand.items][:2] == ["7 days late", "6 days late"]
    assert all(item.urgency is Urgency.LATE for item in errand.items)


def test_how_long_is_left_is_said_in_words(cast: Cast, country: Country) -> None:
    for days in (-1, 0, 1, 2):
        agree(country.trust, cast.north_manager, TODAY + timedelta(days=days), f"In {days}")
    errand = errands.commitments_to_keep(cast.director, TODAY)
    assert errand is not None
    assert [(item.status, item.urgency.value) for item in errand.items] == [
        ("1 day late", "late"),
        ("Today", "today"),
        ("In 1 day", "usual"),
        ("In 2 days", "usual"),
    ]


def test_the_number_of_queries_does_not_grow(
    cast: Cast, country: Country, records: Records
) -> None:
    viewers = (cast.north_manager, cast.national, cast.director)

    def queries() -> list[int]:
        found = []
        for viewer in viewers:
            fresh = User.objects.get(pk=viewer.pk)
            with CaptureQueriesContext(connection) as counted:
                errands.of(fresh, TODAY)
            found.append(len(counted))
        return found

    few = queries()
    soon = TODAY + timedelta(days=1)
    for number in range(12):
        agree(country.trust, cast.north_manager, TODAY - timedelta(days=1), f"Thing {number}")
        factories.raise_concern(country.trust, cast.north_manager, NOW, next_review_date=soon)
    many = queries()
    # One more for each list that has become too long to be shown as a whole: its number.
    assert [more - one for more, one in zip(many, few, strict=True)] == [2, 2, 1]
    assert max(many) <= len(errands.ERRANDS)


def test_requests_for_personal_data_wait_without_a_name(cast: Cast) -> None:
    request = care.make_request(cast.administrator, NOW)
    assert seen(cast.administrator)["Requests for personal data"] == [
        f"{request.reference}: access"
    ]
    assert "Requests for personal data" not in seen(cast.north_manager)


def test_signals_that_nobody_ended_wait_in_their_patch(cast: Cast, country: Country) -> None:
    for number, place in ((1, country.trust), (2, country.southern_trust), (3, None)):
        Signal.objects.create(
            reference=f"SG-2026-000{number}", kind="repeat", organisation=place, cause=str(number),
            group_level="provider" if place else "nation", basis="x", basis_when="2026",
            headline=f"Low {number}", says="It is.", frozen={}, strength=number, found_at=NOW,
        )  # fmt: skip
    assert seen(cast.north_manager)["Signals"] == ["Low 1"]
    assert seen(cast.national)["Signals"] == ["Low 3", "Low 2", "Low 1"]
    for person in (cast.director, cast.icb_lead, cast.learner, cast.administrator):
        assert "Signals" not in seen(person)
    Signal.objects.filter(reference="SG-2026-0001").update(gone_at=NOW)
    assert seen(cast.north_manager)["Signals"] == []


def test_the_tile_of_comments_counts_what_its_line_says(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comments, "queue", lambda viewer, day: comments.Queue(37, 0, 37, 0))
    client.force_login(cast.north_manager)
    page = text_of(client.get("/").content.decode())
    assert "Comments to read 37" in page
    assert "37 comments to read" in page
    assert "See all 37" not in page  # the line leads there itself


def test_what_is_urgent_says_so_in_words():
    with pytest.raises(ValueError, match="status"):
        Item("A-2026-0001", "/", urgency=Urgency.LATE)

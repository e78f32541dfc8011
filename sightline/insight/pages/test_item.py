"""The page of one measure: five answers, and two clicks to what is done and back."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sightline.commitments import actions as commitments
from sightline.conftest import Cast, Country
from sightline.insight import colours
from sightline.insight.conftest import Rounds, answers, text_of
from sightline.listen.replies import actions as replies
from sightline.people.models import User
from sightline.respond.register import results as from_results
from sightline.respond.register.factories import raise_concern
from sightline.results import gate
from sightline.results.actions import NewMeasure
from sightline.results.factories import AGREEMENT, make_dataset, spread
from sightline.results.levels import GroupKey, Level
from sightline.results.models import Dataset, Measure

LOW = "/insight/provider/ZN001/item/LS01/"


def links_of(page: str) -> set[str]:
    """Where the page itself leads, without header and footer."""
    inside = page.partition("<main")[2].partition("</main>")[0]
    return {href.replace("&amp;", "&") for href in re.findall(r'href="(/[^"#]*)', inside)}


def test_five_answers_stand_at_the_top(rounds, cast, page_of):
    said = text_of(page_of(cast.north_manager, LOW))
    before_what_is_done = said.partition("What is being done")[0]
    for answer in (
        "Clearly below the average of the 3 shown in “Acute trusts in England”.",
        "points below the average",
        "unlikely to be chance Clear",
        "50 of 50 here answered (100%).",
        "since Summer 2025 Worse",
        "sites here are below 0 of 1",
        "1 of 2 providers in North.",
        "recorded about this result Nothing",
        "Raise a concern from this result",
    ):
        assert answer in before_what_is_done


def test_a_theme_in_the_middle_of_learners_and_clearly_below_its_like_says_both(
    country, cast, page_of
):
    """As the reader of a list of places would see it: last of all, and not "usual"."""
    make_dataset(
        {
            ("ZN001", "", "CST"): [[2, 2, 2], [3, 3, 3], [4, 4, 4]] * 60,
            ("ZN002", "", "CST"): [[1, 1, 1], [5, 5, 5], [5, 5, 5]] * 60,
        }
    )
    said = text_of(page_of(cast.director, "/insight/provider/ZN001/item/supervision/"))
    top = said.partition("What is being done")[0]
    assert "Clearly below the average of the 2 shown in “Acute trusts in England”" in top
    assert "between the lowest and the highest quarter of learners’ scores there" in top
    assert colours.OF_LEARNERS in top
    assert "in the middle half" not in said
    assert "Usual" not in top
    group = text_of(page_of(cast.director, "/insight/provider/ZN001/"))
    assert "Middle , clearly below average" in group
    legend = group.partition("What the colours mean")[2]
    assert "Between the lowest and the highest quarter" in legend
    assert colours.OF_LEARNERS in legend


def test_rounds_below_in_a_row_are_counted(country, cast, page_of):
    """Not more than there are, and not those after the round that is read."""
    rest = {("ZN002", "", "CST"): answers(60, 4, 5), ("ZS001", "", "CST"): answers(60, 4, 5)}
    for year in (2024, 2025, 2026):
        make_dataset({("ZN001", "ZN001A", "CST"): answers(50, 1, 2), **rest}, year=year)
    said = text_of(page_of(cast.north_manager, LOW))
    assert "(below). Below for the 3rd round in a row." in said
    said = text_of(page_of(cast.north_manager, f"{LOW}?round=2025"))
    assert "(below). Below for the 2nd round in a row." in said
    assert "in a row" not in text_of(page_of(cast.north_manager, f"{LOW}?round=2024"))


def test_where_it_is_withheld_the_smallest_larger_group_with_a_figure_is_named(
    rounds, cast, page_of
):
    opened = gate.open_round(rounds.now)
    board = opened.cell(GroupKey(Level.ICB, "QN1"), "LS01")
    assert board.shown
    assert not opened.cell(GroupKey(Level.PROVIDER, "ZP00001"), "LS01").shown
    said = text_of(page_of(cast.north_manager, "/insight/provider/ZP00001/item/LS01/"))
    around = "The smallest group around it that can be shown is"
    assert f"{around} Northmoor ICB : {board.score}, from {board.n} answers." in said
    assert around not in text_of(page_of(cast.north_manager, LOW))


def test_other_providers_are_those_of_the_patch(rounds, cast, page_of):
    assert "providers in" not in text_of(page_of(cast.director, LOW))
    assert "1 of 2 providers in North." in text_of(page_of(cast.national, LOW))


def test_a_site_stands_beside_the_sites_of_its_provider_only_if_there_are_more(
    rounds, cast, page_of
):
    said = text_of(page_of(cast.director, "/insight/site/ZN001A/item/LS01/"))
    assert "sites in Aldermoor" not in said


def test_a_programme_somewhere_stands_beside_the_same_elsewhere(rounds, cast, page_of):
    said = text_of(page_of(cast.north_manager, "/insight/provider-programme/ZN001/CST/item/LS01/"))
    assert "providers in Core surgical training are below 1 of 2" in said


def test_of_a_programme_only_the_patch_is_shown(rounds, cast, client, page_of):
    path = "/insight/programme/CST/item/LS01/"
    said = text_of(page_of(cast.north_manager, path))
    assert "Aldermoor Hospitals" in said
    assert "Calverton" not in said
    assert "The national score is the benchmark" in said
    for nations_own in ("How people answered", "score by round", "95% interval 5", "Their answers"):
        assert nations_own not in said.partition("Providers")[0]
    assert "score by round" not in said
    client.force_login(cast.north_manager)
    for query in ("?format=csv", "?format=csv&of=places", "?format=csv&of=trend"):
        rows = rows_of(client, path + query)
        assert {row[0] for row in rows[2:]} == {"Aldermoor Hospitals", "Bexmoor Hospitals"}


def test_the_nation_sees_a_programme_whole(rounds, cast, page_of):
    said = text_of(page_of(cast.national, "/insight/programme/CST/item/LS01/"))
    assert "How people answered" in said
    assert "score by round" in said


def rows_of(client: Client, path: str) -> list[list[str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))


def test_pictures_and_files_have_the_same_numbers(rounds, cast, client, page_of):
    page = page_of(cast.north_manager, "/insight/region/YN1/item/LS01/?inside=provider")
    texts = re.findall(r">([^<]+)</text>", page)
    client.force_login(cast.north_manager)
    places = rows_of(client, "/insight/region/YN1/item/LS01/?inside=provider&format=csv&of=places")
    heads = places[1]
    assert [row[0] for row in places[2:]] == ["Aldermoor Hospitals", "Bexmoor Hospitals"]
    for row in places[2:]:
        cell = dict(zip(heads, row, strict=True))
        written = f"{cell['Score']} ({cell['95% low']} to {cell['95% high']}) {cell['Compared']}"
        assert texts.count(written) == 2  # wide and narrow
    trend = rows_of(client, "/insight/region/YN1/item/LS01/?format=csv")
    assert [row[0] for row in trend[2:]] == ["Summer 2025", "Summer 2026"]
    for row in trend[2:]:
        assert texts.count(row[1]) == 2


def test_a_theme_lists_its_questions(rounds, cast, page_of):
    page = page_of(cast.north_manager, "/insight/provider/ZN001/item/supervision/")
    assert "Its questions" in page
    assert {LOW, "/insight/provider/ZN001/item/LS02/"} <= links_of(page)
    assert "/insight/provider/ZN001/item/supervision/" in links_of(page_of(cast.director, LOW))


def test_another_wording_breaks_the_comparison(country, cast, page_of):
    def measures(wording: str) -> list[NewMeasure]:
        return [
            NewMeasure("supervision", "Clinical supervision", kind="theme"),
            NewMeasure("LS01", "Available", theme="supervision", scale=AGREEMENT, wording=wording),
        ]

    def make(year: int, low: int, high: int, wording: str) -> Dataset:
        return make_dataset(
            {
                (code, "", "CST"): [row[:1] for row in answers(40, low, high)]
                for code in ("ZN001", "ZS001")
            },
            measures=measures(wording),
            year=year,
        )

    make(2024, 3, 5, "Somebody was there.")
    make(2025, 1, 3, "Somebody was there.")
    make(2026, 3, 5, "My supervisor was there.")
    for measure in ("LS01", "supervision"):
        said = text_of(page_of(cast.director, f"/insight/provider/ZN001/item/{measure}/"))
        assert "Changed The two cannot be compared." in said
        assert "The line stops before Summer 2026: Question changed." in said
        earlier = page_of(cast.director, f"/insight/provider/ZN001/item/{measure}/?round=2025")
        assert "since Summer 2024 Worse" in text_of(earlier)


@pytest.mark.parametrize(("series", "breaks"), [(1, False), (2, True)])
def test_a_new_wording_breaks_the_trend_unless_it_was_said_to_be_comparable(
    country, cast, page_of, series, breaks
):
    for year, wording, number in ((2025, "Somebody was there.", 1), (2026, "Help came.", series)):
        make_dataset(
            {
                (code, "", "CST"): [row[:1] for row in answers(40, 3, 5)]
                for code in ("ZN001", "ZS001")
            },
            measures=[
                NewMeasure("supervision", "Clinical supervision", kind="theme"),
                NewMeasure(
                    "LS01",
                    "Available",
                    theme="supervision",
                    scale=AGREEMENT,
                    wording=wording,
                    series=number,
                ),
            ],
            year=year,
        )
    for measure in ("LS01", "supervision"):
        page = page_of(cast.director, f"/insight/provider/ZN001/item/{measure}/")
        said = text_of(page)
        assert ("The two cannot be compared." in said) == breaks
        assert ("Not comparable with before: Question changed" in said) == breaks
        assert ("chart-break" in page) == breaks
        # The two rounds are joined by a line only where they can be compared.
        assert ('class="chart-line"' in page) != breaks


def test_a_question_of_an_older_round_is_found_there(rounds, cast, client):
    client.force_login(cast.director)
    assert client.get("/insight/provider/ZN001/item/LS99/").status_code == 404
    make_dataset(
        {("ZN001", "", "CST"): [row[:1] for row in spread(20)]},
        measures=[NewMeasure("PX01", "Another survey's question", scale=AGREEMENT)],
        survey="pulse",
        year=2024,
    )
    page = client.get("/insight/provider/ZN001/item/PX01/").content.decode()
    assert "?survey=pulse" in page
    assert "Other surveys: <a" in page


@pytest.fixture
def thread(rounds: Rounds, cast: Cast, country: Country, framework: object) -> Callable[[], str]:
    """A concern raised from the low result, what was agreed, and what learners were told."""
    now = timezone.now()
    query = {
        "dataset": str(rounds.now.pk),
        "level": "provider",
        "group": "ZN001",
        "other": "",
        "measure": "LS01",
    }
    found = from_results.find(query, cast.north_manager)
    assert found is not None
    concern = raise_concern(
        country.trust, cast.north_manager, now, evidence=[found.as_evidence()], share=True
    )
    measure = Measure.objects.get(code="LS01")
    commitment = commitments.agree(
        kind="commitment",
        organisation=country.trust,
        programme=None,
        promise="A named supervisor on every shift.",
        evidence_expected="",
        owner_name="Dev Director",
        owner=None,
        because_kind="concern",
        because_reference=concern.reference,
        measures=[measure],
        standards=[],
        due_date=timezone.localdate(now) + timedelta(days=60),
        by=cast.north_manager,
        at=now,
    )
    reply = replies.draft(
        organisation=country.trust,
        programme=None,
        commitment=commitment,
        dataset=rounds.now,
        measures=[measure],
        you_said="Supervision was hard to find.",
        outcome="changed",
        we_did="A supervisor is named on every shift.",
        passed_to="",
        by=cast.north_manager,
        at=now,
    )
    replies.publish(reply=reply, by=cast.north_manager, at=now)
    return lambda: " ".join((concern.reference, commitment.reference, reply.reference))


def reached(client: Client, user: User, start: str, clicks: int) -> dict[str, int]:
    """Every address that links lead to from a page, with how many clicks it takes."""
    client.force_login(user)
    found = {start: 0}
    edge = [start]
    for click in range(1, clicks + 1):
        onward = set()
        for address in edge:
            answer = client.get(address)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                onward |= links_of(answer.content.decode()) - set(found)
        edge = sorted(onward)
        found |= dict.fromkeys(edge, click)
    return found


@pytest.mark.parametrize("role", ["north_manager", "director", "icb_lead", "national"])
def test_two_clicks_lead_from_a_low_item_to_what_is_being_done(thread, cast, client, role):
    concern, commitment, reply = thread().split()
    found = reached(client, getattr(cast, role), "/insight/provider/ZN001/", 2)
    assert found[LOW] == 1
    for address in (
        f"/respond/register/{concern}/",
        f"/commitments/{commitment}/",
        f"/listen/replies/{reply}/",
    ):
        assert found[address] <= 2
        client.force_login(getattr(cast, role))
        assert client.get(address).status_code == 200


def test_the_item_itself_is_one_click_away(thread, cast, client):
    concern, commitment, reply = thread().split()
    found = reached(client, cast.director, LOW, 1)
    assert {
        f"/respond/register/{concern}/", f"/commitments/{commitment}/", f"/listen/replies/{reply}/"
    } <= set(found)  # fmt: skip
    # What cites a question is also said of its theme, and the other way round.
    theme = reached(client, cast.director, "/insight/provider/ZN001/item/supervision/", 1)
    assert f"/respond/register/{concern}/" in theme
    programme = "/insight/provider-programme/ZN001/CST/item/LS01/"
    assert f"/respond/register/{concern}/" in reached(client, cast.director, programme, 1)
    other = reached(client, cast.director, "/insight/provider/ZN001/item/LS03/", 1)
    assert f"/respond/register/{concern}/" not in other


def test_two_clicks_lead_from_a_published_reply_to_questions_and_counts(thread, cast, client):
    _, _, reply = thread().split()
    behind = f"/listen/replies/{reply}/behind/"
    for start in ("/listen/replies/public/ZN001/", f"/listen/replies/{reply}/"):
        found = reached(client, cast.director, start, 2)
        assert found[behind] <= 2
    said = text_of(client.get(behind).content.decode())
    assert "Supervisor available" in said
    assert "of 50 answers were positive" in said or "Not shown" in said


def test_from_a_reply_the_way_leads_back_to_the_item(thread, cast, client):
    """Reply, its commitment, the question that it answers."""
    _, _, reply = thread().split()
    found = reached(client, cast.director, f"/listen/replies/{reply}/", 2)
    assert LOW in found


def test_a_concern_can_be_raised_from_what_is_shown(rounds, cast, client, page_of):
    page = page_of(cast.north_manager, LOW)
    (href,) = {one for one in links_of(page) if one.startswith("/respond/register/raise/?")}
    assert f"dataset={rounds.now.pk}&level=provider&group=ZN001&other=&measure=LS01" in href
    client.force_login(cast.north_manager)
    assert client.get(href, follow=True).status_code == 200
    assert "/respond/register/raise/" not in page_of(
        cast.north_manager, "/insight/provider/ZP00001/item/LS01/"
    )
    assert "/respond/register/raise/" not in page_of(
        cast.north_manager, "/insight/programme/CST/item/LS01/"
    )

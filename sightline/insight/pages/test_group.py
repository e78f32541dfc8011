"""The page of a group: what it says, its files, and what it costs."""

import csv
import io
import re
from typing import Any

import pytest
from django.utils import timezone

from sightline.conftest import make_organisation
from sightline.design.downloads import MADE_UP
from sightline.insight import tables
from sightline.insight.conftest import answers, text_of
from sightline.insight.pages.opened import PAGE_SIZE
from sightline.insight.queries.lines import lines
from sightline.insight.reading import chosen
from sightline.insight.themes.conftest import write as write
from sightline.organisations.models import InNetwork, Network, Organisation
from sightline.respond.register.factories import raise_concern
from sightline.results import gate
from sightline.results.factories import make_dataset, spread
from sightline.results.levels import GroupKey, Level

SITE = "/insight/site/ZN001A/"


def rows_of(response: Any) -> list[list[str]]:
    body = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(body)))


def test_it_says_how_many_are_low_and_which(rounds, cast, page_of):
    said = text_of(page_of(cast.north_manager, "/insight/provider/ZN001/"))
    assert "themes clearly below 1 of 1 Clinical supervision" in said
    assert "questions clearly below 3 of 3" in said
    assert "What is lowest" in said
    assert "Since Summer 2025, worse: Clinical supervision." in said
    assert "How was this worked out?" in said
    assert "What the colours mean" in said
    assert "Nothing is recorded about this yet." in said


def test_it_says_what_changed_over_the_rounds_and_what_is_not_known(rounds, cast, client, page_of):
    said = text_of(page_of(cast.north_manager, "/insight/provider/ZN001/"))
    assert "Over the rounds" in said
    assert "What changed since Summer 2025" in said
    assert "What is not known" in said
    assert "there is no response rate" in said
    client.force_login(cast.north_manager)
    rows = rows_of(client.get("/insight/provider/ZN001/?format=csv&of=rounds"))
    assert rows[1] == ["Theme", "Summer 2025", "Summer 2026"]
    assert rows[2][0] == "Clinical supervision"


def test_an_earlier_round_can_be_read(rounds, cast, page_of):
    said = page_of(cast.north_manager, "/insight/provider/ZN001/?round=2025")
    assert "Learner survey, Summer 2025" in said
    assert "/insight/provider/ZN001/item/LS01/?round=2025" in said
    assert "Since Summer" not in text_of(said)


@pytest.mark.parametrize("query", ["?round=1999", "?survey=another"])
def test_a_round_that_is_not_there_is_404(rounds, cast, client, query):
    client.force_login(cast.national)
    assert client.get(f"/insight/provider/ZN001/{query}").status_code == 404


def test_without_results_there_is_nothing_to_open(cast, client):
    client.force_login(cast.national)
    assert client.get("/insight/provider/ZN001/").status_code == 404
    assert "no survey results yet" in client.get("/insight/").content.decode()


def test_a_place_that_a_round_does_not_know_says_so(rounds, cast, page_of, country):
    make_organisation("ZN777", "trust", "Newmoor Hospitals", country.north_icb)
    said = text_of(page_of(cast.north_manager, "/insight/provider/ZN777/"))
    assert "This round knows nothing of Newmoor Hospitals" in said


def test_breadcrumbs_lead_up_as_far_as_the_patch(rounds, cast, page_of):
    up = re.findall(r'breadcrumb__link" href="([^"]*)"', page_of(cast.icb_lead, SITE))
    assert up == ["/insight/", "/insight/icb/QN1/", "/insight/provider/ZN001/"]
    up = re.findall(r'breadcrumb__link" href="([^"]*)"', page_of(cast.national, SITE))
    assert up[1:3] == ["/insight/nation/ENG/", "/insight/region/YN1/"]


def test_a_programme_shows_the_providers_of_the_patch_only(rounds, cast, page_of):
    said = text_of(page_of(cast.north_manager, "/insight/programme/CST/"))
    assert "Aldermoor Hospitals" in said
    assert "Calverton Hospitals" not in said
    assert "All of England is the benchmark: Clinical supervision" in said
    assert "learners answered" not in said
    assert "Every question" not in said
    whole = text_of(page_of(cast.national, "/insight/programme/CST/"))
    assert "Calverton Hospitals" in whole
    assert "Every question" in whole


def test_the_file_of_a_programme_is_the_list_of_the_patch(rounds, cast, client):
    client.force_login(cast.north_manager)
    rows = rows_of(client.get("/insight/programme/CST/?format=csv"))
    assert [row[0] for row in rows[2:]] == ["Aldermoor Hospitals", "Bexmoor Hospitals"]


def test_its_file_has_every_measure_of_the_page_and_says_made_up(rounds, cast, client, page_of):
    page = page_of(cast.north_manager, "/insight/provider/ZN001/")
    rows = rows_of(client.get("/insight/provider/ZN001/?format=csv"))
    assert rows[0] == [MADE_UP]
    assert rows[1][:4] == ["Question or theme", "Answers", "Coverage", "Positive"]
    assert {row[0] for row in rows[2:]} == {
        "Supervisor available", "Feedback is useful", "Would recommend this placement",
        "Clinical supervision",
    }  # fmt: skip
    for row in rows[2:]:
        assert row[0] in page
        assert f">{row[4]}</td>" in page or f"</span>{row[4]}</td>" in page


def test_the_picture_has_the_numbers_of_its_table(rounds, cast, rf):
    request = rf.get("/")
    found = chosen(request)
    assert found is not None
    key = GroupKey(Level.PROVIDER, "ZN001")
    said = lines(found, key, found.round.measures)
    table = tables.measures("Scores", "Measure", key, said, found)
    chart = tables.measures_chart(table, key, said, found)
    drawn = [re.findall(r">([^<]+)</text>", picture) for picture in (chart.svg, chart.narrow_svg)]
    heads = [column.text for column in chart.table.columns]
    for row in chart.table.rows:
        cells = dict(zip(heads, row, strict=True))
        written = (
            f"{cells['Score']:.1f} ({cells['95% low']:.1f} to {cells['95% high']:.1f})"
            f" {cells['Compared']}"
        )
        for texts in drawn:
            assert written in texts
    assert all("Made-up data" in texts for texts in drawn)


@pytest.fixture
def many_sites(country):
    def make(count: int) -> None:
        for at in range(count):
            make_organisation(f"ZN001{chr(66 + at)}", "site", f"Site {at:02}", country.trust)
        make_dataset(
            {
                ("ZN001", code, "CST"): spread(12, seed=at)
                for at, code in enumerate(
                    ["ZN001A", *(f"ZN001{chr(66 + one)}" for one in range(count))]
                )
            }
            | {("ZN002", "", "CST"): answers(40, 2, 5)}
        )

    return make


@pytest.mark.parametrize("count", [2, 24])
@pytest.mark.parametrize("page", ["", "item/LS01/"])
def test_queries_do_not_grow_with_the_sites(
    many_sites, cast, client, count, page, django_assert_max_num_queries
):
    many_sites(count)
    client.force_login(cast.director)
    with django_assert_max_num_queries(21) as seen:
        assert client.get(f"/insight/provider/ZN001/{page}").status_code == 200
    assert len(seen) == {"": 13, "item/LS01/": 15}[page]


def test_a_long_list_is_cut_into_pages_and_its_file_is_whole(many_sites, cast, client, page_of):
    many_sites(24)
    first = page_of(cast.director, "/insight/provider/ZN001/")
    second = page_of(cast.director, "/insight/provider/ZN001/?page=2")
    listed = [re.findall(r'href="(/insight/site/ZN001\w+/)"', page) for page in (first, second)]
    assert [len(one) for one in listed] == [PAGE_SIZE, 25 - PAGE_SIZE]
    rows = rows_of(client.get("/insight/provider/ZN001/?format=csv&of=places"))
    assert len(rows) - 2 == 25
    assert len(set(listed[0] + listed[1])) == 25


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow_with_the_providers(
    country, cast, client, count, django_assert_max_num_queries
):
    for at in range(count):
        make_organisation(f"ZN9{at:02}", "trust", f"Trust {at}", country.north_icb)
    make_dataset(
        {
            (code, "", "CST"): spread(12, seed=at)
            for at, code in enumerate(["ZN001", "ZN002", *(f"ZN9{one:02}" for one in range(count))])
        }
    )
    client.force_login(cast.north_manager)
    for page, most in (
        ("/insight/region/YN1/?inside=provider", 12),
        ("/insight/region/YN1/item/LS01/?inside=provider", 14),
        ("/insight/programme/CST/", 12),
        # One of them counts the signals that wait.
        ("/insight/", 11),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(page).status_code == 200


def test_what_is_done_stands_on_the_page(rounds, cast, framework, page_of, country):
    concern = raise_concern(country.trust, cast.north_manager, timezone.now(), share=True)
    page = page_of(cast.director, "/insight/provider/ZN001/")
    assert f"/respond/register/{concern.reference}/" in page
    assert "recorded about it 1 concern" in text_of(page)
    elsewhere = page_of(cast.north_manager, "/insight/provider/ZN002/")
    assert concern.reference not in elsewhere


def test_what_is_done_about_a_profession_is_about_that_profession(
    rounds, cast, framework, page_of, country
):
    about = {"by": cast.north_manager, "at": timezone.now()}
    doctors = raise_concern(country.trust, professions=[country.medicine], **about)
    surgeons = raise_concern(country.trust, level="programme", programme=country.surgery, **about)
    nurses = raise_concern(country.trust, professions=[country.nursing], **about)
    for path in ("/insight/profession/MED/", "/insight/provider-profession/ZN001/MED/"):
        page = page_of(cast.north_manager, path)
        assert doctors.reference in page
        assert surgeons.reference in page
        assert nurses.reference not in page


def test_tables_of_a_page_have_different_names(rounds, cast, page_of):
    page = page_of(cast.north_manager, "/insight/provider/ZN001/")
    captions = re.findall(r'<caption class="[^"]*" id="([^"]*)">([^<]*)', page)
    assert len(captions) > 3
    assert len({name for name, _ in captions}) == len(captions)
    assert len({text for _, text in captions}) == len(captions)


def test_it_leads_to_other_surveys_about_the_place(rounds, cast, page_of):
    said = page_of(cast.north_manager, "/insight/provider/ZN001/")
    assert 'href="/listen/outside/place/ZN001/"' in said
    assert "/listen/outside/" not in page_of(cast.national, "/insight/nation/ENG/")


SMALL_PRACTICES = {(f"ZP0000{at}", "", "CST"): answers(2, 1, 5) for at in range(1, 5)}


@pytest.fixture
def practices(country):
    for at in range(2, 6):
        make_organisation(
            f"ZP0000{at}", "practice", f"Surgery {at}", country.north_icb, provider_type="practice"
        )
    rest = {
        ("ZN001", "ZN001A", "CST"): answers(50, 1, 5),
        ("ZN002", "", "CST"): spread(40, seed=1),
        ("ZS001", "", "CST"): answers(60, 3, 5),
    }
    make_dataset({**rest, **SMALL_PRACTICES}, year=2025)
    return make_dataset({**rest, **SMALL_PRACTICES}, year=2026)


def test_a_place_too_small_for_its_own_figures_is_shown_with_others_like_it(
    practices, cast, client, page_of, django_assert_max_num_queries
):
    page = page_of(cast.national, "/insight/provider/ZP00001/")
    said = text_of(page)
    assert "Not shown: too few answers here" in said
    assert "Together with 4 places like it" in said
    assert "the providers of Northmoor ICB without a figure of their own" in said
    assert "Summer 2026 and Summer 2025 are put together" in said
    assert "they give nothing more away" in said
    client.force_login(cast.national)
    rows = rows_of(client.get("/insight/provider/ZP00001/?format=csv&of=together"))
    heading = next(row for row in rows if row[0] == "Question or theme")
    assert heading[1:7] == ["Places", "Places in", "Answers", "Score", "95% low", "95% high"]
    row = next(row for row in rows if row[0] == "Supervisor available")
    assert (row[1], row[2], row[3], row[7]) == ("5", "Northmoor ICB", "8", "16")
    assert float(row[5]) < float(row[4]) < float(row[6])
    with django_assert_max_num_queries(40):
        client.get("/insight/provider/ZP00001/")


def test_nobody_answered_and_few_did_are_the_same_together(practices, cast, client):
    client.force_login(cast.national)
    one, none = (
        rows_of(client.get(f"/insight/provider/{code}/?format=csv&of=together"))
        for code in ("ZP00001", "ZP00005")
    )
    assert one == none
    own = text_of(client.get("/insight/provider/ZN001/").content.decode())
    assert "places like it" not in own


def test_practices_of_a_network_are_shown_together_and_how_far_one_can_differ(
    country, cast, client, page_of
):
    network = Network.objects.create(code="U00001", name="Valley Network")
    for at in range(1, 16):
        if at > 1:
            make_organisation(
                f"ZP000{at:02d}", "practice", f"Surgery {at}", country.north_icb,
                provider_type="practice",
            )  # fmt: skip
    practices = {one.code: one for one in Organisation.objects.filter(kind="practice")}
    codes = sorted(practices)
    for code in codes[:4]:
        InNetwork.objects.create(practice=practices[code], network=network)
    answered = {("ZN001", "ZN001A", "CST"): answers(50, 1, 5)}
    answered |= {(code, "", "CST"): answers(4, 1, 5) for code in codes[:4]}
    answered |= {(code, "", "CST"): spread(12, seed=at) for at, code in enumerate(codes[4:])}
    make_dataset(answered, year=2025)
    make_dataset(answered, year=2026)
    said = text_of(page_of(cast.national, f"/insight/provider/{codes[0]}/"))
    assert "These are of 4 practices of Valley Network" in said
    assert "Summer 2026 and Summer 2025 are put together" in said
    assert "How far one place can differ is worked out from up to 11 providers" in said
    client.force_login(cast.national)
    rows = rows_of(client.get(f"/insight/provider/{codes[0]}/?format=csv&of=together"))
    row = next(row for row in rows if row[0] == "Supervisor available")
    assert row[1:4] == ["4", "Valley Network", "16"]
    low, score, high = float(row[-2]), float(row[4]), float(row[-1])
    assert low <= float(row[5]) < score < float(row[6]) <= high


def test_the_others_of_a_board_are_put_together_only_where_they_are_the_same_places(
    practices, cast, page_of, monkeypatch
):
    """In the earlier round another network was shown, so "the others" were other places."""
    address = "/insight/provider/ZP00001/"
    both = "Summer 2026 and Summer 2025 are put together"
    assert both in text_of(page_of(cast.national, address))
    networks = gate.Round.networks

    def other_in_2025(self, whole, measure):
        earlier = "Summer 2025" in self.explain(whole, measure).source[0]
        return ["U00009"] if earlier else networks(self, whole, measure)

    monkeypatch.setattr(gate.Round, "networks", other_in_2025)
    assert both not in text_of(page_of(cast.national, address))


def test_the_nation_has_no_columns_of_a_comparison_that_it_has_not(rounds, cast, client, page_of):
    page = page_of(cast.national, "/insight/nation/ENG/")
    every = page.partition("Every question")[2].partition("What is not known")[0]
    assert ">Coverage<" in every.replace("\n", "").replace(" ", "")
    for heading in ("Benchmark", "Compared", "Difference"):
        assert f">{heading}<" not in every.replace("\n", "").replace(" ", "")
    said = client.get("/insight/nation/ENG/?format=csv").getvalue().decode()
    assert "Coverage" in said
    assert "Benchmark" not in said
    assert "Benchmark" in client.get("/insight/region/YN1/?format=csv").getvalue().decode()


def test_what_is_good_and_what_could_be_better_are_never_added_up(write, cast, page_of):
    write(2026, "ZN001", {"supervision": 19}, question="BEST")
    write(2026, "ZN001", {"supervision": 18, "": 1}, question="BETTER")
    page = page_of(cast.north_manager, "/insight/provider/ZN001/")
    text = text_of(page)
    assert "37 comments" not in text
    assert re.search(r"Question BEST .{0,80}: 19 comments", text)
    assert re.search(r"Question BETTER .{0,80}: 18 comments", text)
    (href,) = re.findall(
        r'href="(/listen/comments/released/[^"]*question=BETTER[^"]*theme=[^"]*|'
        r'/listen/comments/released/[^"]*theme=[^"]*question=BETTER[^"]*)"',
        page,
    )
    released = page_of(cast.north_manager, href.replace("&amp;", "&"))
    assert released.count("<blockquote") == 18
    assert "Only answers to “Question BETTER”." in released
    assert "Question BEST" in released  # the other question can be chosen

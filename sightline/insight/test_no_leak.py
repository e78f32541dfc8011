"""What is withheld stands nowhere: not in a page, a picture, an attribute or a file."""

import html
import io
import re
import zipfile
from typing import Any

import pytest
from pyarrow import parquet

from sightline.conftest import make_organisation
from sightline.design.downloads import FORMATS
from sightline.insight.conftest import answers, without_token
from sightline.results import gate
from sightline.results.factories import make_dataset, spread
from sightline.results.levels import GroupKey, Level

#: Hidden because the other site of the trust has three answers: the rest would say how many.
AT_SECOND_SITE = 1217
AT_FIRST_SITE = 3
FEW = answers(AT_FIRST_SITE, 1, 2)
SECOND = GroupKey(Level.SITE, "ZN001B")


@pytest.fixture
def dataset(country):
    make_organisation("ZN001B", "site", "Aldermoor Lodge", country.trust)
    for code, name in (("ZP00002", "Eastmere Surgery"), ("ZP00003", "Fenmere Surgery")):
        make_organisation(code, "practice", name, country.north_icb, provider_type="practice")
    rest = {
        ("ZN002", "", "CST"): spread(40, seed=1),
        ("ZS001", "", "CST"): answers(60, 3, 5),
        ("ZN002", "", "NADULT"): answers(30, 2, 5),
    }
    make_dataset(rest, year=2025)
    return make_dataset(
        {
            ("ZN001", "ZN001B", "CST"): odd(AT_SECOND_SITE),
            ("ZN001", "ZN001A", "CST"): FEW,
            ("ZS001", "", "NADULT"): answers(2, 1, 5),
            ("ZP00001", "", "CST"): answers(2, 1, 5),
            ("ZP00003", "", "CST"): answers(20, 1, 5),
            **rest,
        }
    )


def odd(count: int) -> list[list[int]]:
    """Answers whose scores are like no other group's: 83.3, 58.5 and 33.7."""
    return [
        [5 - (at % 3 == 0) * 2, 4 - (at % 3 == 1) * 2, 3 - (at % 3 == 2) * 2] for at in range(count)
    ]


def hidden_numbers(opened: gate.Round) -> set[str]:
    """How many answered at the second site and their scores, as they would be written.

    Not those scores that a group has as well whose own are shown.
    """
    given = odd(AT_SECOND_SITE)
    scores = {f"{sum(25 * (row[at] - 1) for row in given) / len(given):.1f}" for at in range(3)}
    parts = [group.split("/") for group in GROUPS]
    keys = [GroupKey(Level(level), *codes) for level, *codes in parts]
    shown = {
        f"{cell.score:.1f}" for row in opened.cells(keys, MEASURES) for cell in row if cell.score
    }
    assert scores - shown
    return {str(AT_SECOND_SITE), f"{AT_SECOND_SITE:,}", *(scores - shown)}


#: Where something is drawn: any number may be a coordinate.
_DRAWN = re.compile(r' (?:x|y|[xy][12]|c[xy]|width|height|viewBox|transform|d)="[^"]*"')


def searched(*numbers: str) -> re.Pattern[str]:
    """Finds a number in text, in a list separated by commas and in an attribute."""
    written = "|".join(map(re.escape, sorted(numbers)))
    return re.compile(rf"(?<![\w.])({written})(?!\w)")


def contents(response: Any) -> str:
    """Everything that a response says, a workbook and an archive unpacked."""
    body = b"".join(response) if response.streaming else response.content
    kind = response["Content-Type"]
    if "parquet" in kind:
        read = parquet.read_table(io.BytesIO(body))
        return f"{read.schema.to_string(show_field_metadata=True)}\n{read.to_pylist()}"
    if "spreadsheetml" not in kind and "zip" not in kind:
        return body.decode()
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "\n".join(book.read(name).decode() for name in sorted(book.namelist()))


GROUPS = (
    "nation/ENG",
    "region/YN1",
    "icb/QN1",
    "provider/ZN001",
    "site/ZN001A",
    "site/ZN001B",
    "programme/CST",
    "profession/MED",
    "provider-programme/ZN001/CST",
)
ENDINGS = (
    "",
    "?format=csv",
    "?format=xlsx",
    "?inside=provider",
    "?inside=site",
    "?format=csv&of=places&inside=site",
    "?format=xlsx&of=places&inside=site",
    "?format=parquet&of=places&inside=site",
    "?format=json&of=places&inside=site",
    "?format=zip",
    "?round=2025",
)
MEASURES = ("LS01", "LS02", "LS03", "supervision")


def addresses() -> list[str]:
    found = ["/insight/", "/insight/?format=csv", "/insight/?format=xlsx&of=programmes"]
    for group in GROUPS:
        found += [f"/insight/{group}/{ending}" for ending in ENDINGS]
        found += [
            f"/insight/{group}/item/{code}/{ending}" for code in MEASURES for ending in ENDINGS
        ]
    return found


@pytest.mark.slow
def test_hidden_numbers_stand_on_no_page_and_in_no_file(client, cast, dataset):
    opened = gate.open_round(dataset)
    assert not opened.cell(SECOND, "LS01").shown
    assert opened.respondents(GroupKey(Level.PROVIDER, "ZN001")) == AT_SECOND_SITE + AT_FIRST_SITE
    pattern = searched(*hidden_numbers(opened))
    client.force_login(cast.national)
    read = 0
    wanted = addresses()
    for address in wanted:
        response = client.get(address)
        assert response.status_code == 200, address
        said = _DRAWN.sub("", contents(response))
        assert not (found := pattern.search(said)), (address, said[found.start() - 80 :][:160])
        read += len(said)
        # Its charts as files: a PNG is drawn from the SVG.
        charts = re.findall(r'href="(\?[^"]*picture=[^"]+\.svg)"', said)
        wanted += [f"{address.partition('?')[0]}{html.unescape(one)}" for one in charts]
    assert any("picture=" in address for address in wanted)
    assert read > 1_000_000


def test_the_search_would_find_them(client, cast, dataset):
    """The trust's own number differs by three and does stand there, in every kind of file."""
    shown = AT_SECOND_SITE + AT_FIRST_SITE
    client.force_login(cast.national)
    for ending in ("", *(f"?format={name}" for name in FORMATS)):
        said = contents(client.get(f"/insight/provider/ZN001/{ending}"))
        assert searched(str(shown), f"{shown:,}").search(said), ending


#: What may differ between two pages of groups without a figure: their names and codes.
def nameless(page: str, *names: str) -> str:
    for name in names:
        page = page.replace(name, "…")
    return without_token(page)


_AROUND = re.compile(
    r"<p[^>]*>The smallest group around it that can be shown is "
    r'<a href="/insight/([^"]+)/item/([^"/]+)/[^"]*">[^<]*</a>: '
    r"([\d.]+), from ([\d,]+) answers?\.</p>"
)


def without_group_around(page: str, opened: gate.Round) -> str:
    """Takes away the group around, which is what that group's own page shows, and no more."""
    for address, code, score, n in _AROUND.findall(page):
        level, *codes = address.split("/")
        cell = opened.cell(GroupKey(Level(level), *codes), code)
        assert (f"{cell.score:.1f}", f"{cell.n:,}") == (score, n)
    return _AROUND.sub("", page)


ALIKE = {
    "a crossing with two answers and one with none": (
        ("provider-programme/ZS001/NADULT", "provider-programme/ZN001/NADULT"),
        ("Calverton Hospitals", "Aldermoor Hospitals", "Southshire ICB", "Northmoor ICB"),
        ("ZS001", "ZN001", "S0U7H", "QN1", "YS1", "YN1", "South", "North"),
    ),
    "a practice with two answers and one with none": (
        ("provider/ZP00001", "provider/ZP00002"),
        ("Dunmere", "Eastmere"),
        ("ZP00001", "ZP00002"),
    ),
    "a site hidden for its few answers and one hidden for its neighbour": (
        ("site/ZN001A", "site/ZN001B"),
        ("Aldermoor General", "Aldermoor Lodge"),
        ("ZN001A", "ZN001B"),
    ),
}


@pytest.mark.parametrize("page", ["", "item/LS01/", "item/supervision/", "?format=csv"])
@pytest.mark.parametrize("case", ALIKE)
def test_withheld_and_empty_are_the_same_page(client, cast, dataset, case, page):
    groups, names, codes = ALIKE[case]
    client.force_login(cast.national)
    responses = [client.get(f"/insight/{group}/{page}") for group in groups]
    assert [one.status_code for one in responses] == [200, 200]
    opened = gate.open_round(dataset)
    first, second = (
        nameless(without_group_around(contents(one), opened), *names, *codes) for one in responses
    )
    assert first == second

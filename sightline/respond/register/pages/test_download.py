import csv
import io

import pytest
from openpyxl import load_workbook

from sightline.base.models import ServiceState
from sightline.respond.register.conftest import only, statuses
from sightline.respond.register.pages.download import COLUMNS

pytestmark = pytest.mark.django_db
DOWNLOAD = "/respond/register/download/"


def rows(response):
    body = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body)))


def test_who_can_download_and_who_gets_404(client, cast):
    assert statuses(client, cast, f"{DOWNLOAD}?format=csv") == only(
        "national",
        "north_manager",
        "south_manager",
        "icb_lead",
        "director",
        "other_director",
    )


@pytest.mark.parametrize("query", ["", "?format=exe"])
def test_another_format_is_404(client, cast, query):
    client.force_login(cast.north_manager)
    assert client.get(DOWNLOAD + query).status_code == 404


def test_the_file_holds_what_the_list_holds(client, cast, raise_concern, country):
    raise_concern(title="One", organisation=country.trust)
    raise_concern(title="Two", organisation=country.other_trust)
    raise_concern(title="Three", organisation=country.other_trust)
    client.force_login(cast.north_manager)
    found = rows(client.get(DOWNLOAD, {"format": "csv", "icb": "QN2", "order": "where"}))
    assert [row["Title"] for row in found] == ["Two", "Three"]
    assert found[0]["Organisation"] == "Bexmoor Hospitals"
    assert found[0]["Risk score"] == "12"
    assert found[0]["Category"] == ""
    assert found[0]["Shared with the provider"] == "No"
    assert set(found[0]) == {column.text for column in COLUMNS}


def test_every_page_of_the_list_is_in_the_file(client, cast, raise_concern):
    for number in range(27):
        raise_concern(title=f"Concern {number}")
    client.force_login(cast.north_manager)
    assert len(rows(client.get(DOWNLOAD, {"format": "csv", "page": "2"}))) == 27


def test_formulas_are_defused(client, cast, raise_concern):
    raise_concern(title='=HYPERLINK("x")', summary="@SUM(1)", controls="-1+1")
    client.force_login(cast.north_manager)
    (row,) = rows(client.get(DOWNLOAD, {"format": "csv"}))
    assert row["Title"] == '\'=HYPERLINK("x")'
    assert row["Summary"] == "'@SUM(1)"
    assert row["Controls"] == "'-1+1"


def test_excel_has_the_same_rows_and_says_what_was_asked(client, cast, raise_concern):
    ServiceState.objects.create(holds=ServiceState.Holds.MADE_UP)
    raise_concern(title="=1+1", share=True)
    client.force_login(cast.director)
    response = client.get(DOWNLOAD, {"format": "xlsx", "state": "open"})
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    values = list(book["Data"].values)
    assert "Made-up data" in values[1][0]
    assert values[3][0] == "Filters: State: Open."
    assert values[5][1] == "Title"
    assert values[6][1] == "=1+1"
    assert book["Data"]["B7"].data_type == "s"
    assert "Filters: State: Open." in [row[0] for row in book["How to read it"].values]
    assert book["Columns"]["F25"].value.startswith("Likelihood times impact")
    assert "made-up" in response["Content-Disposition"]

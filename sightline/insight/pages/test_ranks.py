"""No rank without its interval, on every page and in every file about results."""

import re

import pytest

from sightline.insight.conftest import text_of

PLACE = "/insight/provider/ZN001/"
ITEM = f"{PLACE}item/LS01/"
PAGES = [
    "/insight/",
    "/insight/heatmap/",
    "/insight/map/?measure=LS01",
    "/insight/funnel/?measure=LS01",
    "/insight/nation/ENG/",
    "/insight/nation/ENG/item/LS01/",
    "/insight/icb/QN1/",
    PLACE,
    ITEM,
    f"{PLACE}among/?measure=LS01",
    f"{PLACE}equity/",
]
NUMBER = r"-?\d+(?:\.\d+)?%?"
#: An interval, or the rule of the flags, of which the interval is a part.
INTERVAL = (
    rf"{NUMBER} \({NUMBER} to {NUMBER}\)|between {NUMBER} and {NUMBER} with 95% confidence|"
    r"95% limits (?:that|also) do not overlap"
)
#: Words that say where something lies among others: each, and what must stand in what follows.
RANKS = {
    r"\b(?:Highest|Lowest): [^;]*?\.(?=\s|$)": INTERVAL,
    r"\bin the (?:lowest|highest|middle) (?:quarter|half|tenth) of .*": INTERVAL,
    r"\bClearly (?:above|below) the average of the \d.*": INTERVAL,
    r"(?<!to )\b\d+(?:st|nd|rd|th) of \d+.*": r"That place is sure",
    r"\bPlace from(?! the)\b.*": r"Place to\b",
}


def bare(text: str) -> list[str]:
    """Ranks in a text without an interval in the 200 letters from where they begin."""
    found = []
    for rank, interval in RANKS.items():
        for match in re.finditer(rank, text, re.IGNORECASE):
            said = match.group()[:200]
            if not re.search(interval, said):
                found.append(said)
    return found


def test_what_is_bare_is_found():
    assert bare("Highest: Aldermoor, 50.0. The table has every number.")
    # The interval of one is not that of the other.
    assert bare("Highest: Aldermoor, 50.0. Lowest: Hill, 40.0 (31.0 to 49.0).")
    assert not bare("Highest: Aldermoor, 50.0 (41.0 to 59.0). The table has every number.")
    assert bare("In the lowest quarter of the 12 shown in “Acute trusts”, but that may be chance.")
    assert bare("It is 3rd of 31.")
    assert not bare("It is 3rd to 9th of 31.")
    assert bare("Place from,Score")
    assert not bare("Place from,Place to")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_and_its_file_say_no_rank_alone(path, rounds, cast, client):
    client.force_login(cast.national)
    answer = client.get(path)
    assert answer.status_code == 200
    page = answer.content.decode()
    # Text for people who see, and what pictures say to those who do not.
    assert bare(text_of(page)) == []
    file = client.get(path + ("&" if "?" in path else "?") + "format=csv")
    if file["Content-Type"].startswith("text/csv"):
        assert bare(file.getvalue().decode()) == []

from pathlib import Path

import pytest
from django.test import Client

from sightline.conftest import NOW, Cast
from sightline.standards import actions
from sightline.standards.models import FrameworkVersion, Standard

DATA = Path(__file__).resolve().parents[1] / "data"


def load(cast: Cast, year: str) -> None:
    text = (DATA / f"framework-{year}.yaml").read_text(encoding="utf-8")
    actions.load_framework(text=text, by=cast.administrator, at=NOW)


def test_the_wording_of_each_version_is_shown(client: Client, cast: Cast) -> None:
    load(cast, "2021")
    load(cast, "2024")
    page = client.get("/standards/1.10/").content.decode()
    assert "Standard 1.10" in page
    assert "Education Quality Framework 2021" in page
    assert "Education Quality Framework 2024" in page
    assert "Check against the official text" in page


def test_a_standard_that_has_gone_says_so(client: Client, cast: Cast) -> None:
    load(cast, "2021")
    page = client.get("/standards/1.10/").content.decode()
    assert "This standard is not in force today." in page


def test_what_bears_on_it_is_listed_once(
    client: Client, cast: Cast, framework: FrameworkVersion
) -> None:
    for survey in ("learner-survey", "S-2026-0001", "S-2026-0002"):
        Standard.objects.get(number="3.1").measures.create(
            survey=survey,
            code="LS07",
            kind="item",
            label="Supervisor available",
            wording="My supervisor was there.",
        )
    page = client.get("/standards/3.1/").content.decode()
    assert page.count("Supervisor available") == 1
    assert "“My supervisor was there.”" in page
    other = client.get("/standards/1.1/").content.decode()
    assert "No survey item bears on this standard yet." in other


@pytest.mark.parametrize(
    ("who", "href"),
    [
        ("national", "/insight/nation/ENG/item/LS07/"),
        ("north_manager", "/insight/region/YN1/item/LS07/"),
        ("icb_lead", "/insight/icb/QN1/item/LS07/"),
        ("director", "/insight/provider/ZN001/item/LS07/"),
        ("learner", None),
        ("administrator", None),
    ],
)
def test_an_item_leads_to_the_results_that_the_viewer_may_see(
    client: Client, cast: Cast, framework: FrameworkVersion, who: str, href: str | None
) -> None:
    Standard.objects.get(number="3.1").measures.create(
        survey="learner-survey", code="LS07", kind="item", label="Supervisor available"
    )
    client.force_login(getattr(cast, who))
    page = client.get("/standards/3.1/").content.decode()
    assert ("/insight/" in page.split("<main", 1)[1]) is (href is not None)
    assert href is None or f'href="{href}"' in page


def test_an_unknown_number_is_a_404(client: Client, framework: FrameworkVersion) -> None:
    assert client.get("/standards/9.9/").status_code == 404

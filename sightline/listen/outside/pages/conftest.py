from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from sightline.listen.outside import factories
from sightline.listen.outside.factories import OutsideDesk, nss_row, nts_row


@pytest.fixture
def imported(office: OutsideDesk) -> OutsideDesk:
    """Trainees at two trusts over years with a gap, and students of one university."""
    rows = [
        nts_row(year=year, mean=mean, outcome="Below Outlier")
        for year, mean in ((2019, 60), (2021, 58), (2022, 57.25), (2023, 55))
    ]
    rows.append(nts_row(indicator="Workload", year=2023, mean=90, outcome="Above Outlier"))
    rows.append(nts_row(indicator="Feedback", year=2023, mean=12, n=2, outcome="Red"))
    rows.append(nts_row(specialty="", year=2023, mean=71, outcome="Within IQR"))
    rows.append(nts_row(code="ZS001", name="Calverton Hospitals", year=2023, mean=33))
    office.apply(factories.nts(*rows), "nts.csv")
    for year, percent in ((2022, 70), (2023, 80), (2024, 84.5)):
        data = factories.nss(
            nss_row(percent=percent), nss_row(question="Q01", responses=9), year=year
        )
        office.apply(data, f"NSS{year}.xlsx")
    return office


@pytest.fixture
def page_of(client: Client) -> Callable[[Any, str], str]:
    """The text of a page as somebody sees it."""

    def page(person: Any, path: str) -> str:
        client.force_login(person)
        response = client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return response.content.decode()

    return page

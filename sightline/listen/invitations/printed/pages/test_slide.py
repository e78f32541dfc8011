from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from sightline.conftest import Cast
from sightline.listen.invitations.models import OpenLink

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["south_manager", "other_director", "learner"])
def test_strangers_are_told_nothing(
    person: str, link: OpenLink, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    address = reverse("listen:invitations:printed:slide", args=[link.pk])
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("person", ["north_manager", "director"])
def test_whoever_sees_the_ward_gets_the_file(
    person: str, link: OpenLink, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    page = client.get(reverse("listen:invitations:printed:slide", args=[link.pk]))
    [slide] = Presentation(io.BytesIO(page.content)).slides
    said = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert link.place_name in said
    assert f"/a/{link.token}" in said
    [picture] = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    described = picture._element.nvPicPr.cNvPr.get("descr")
    assert described.startswith("QR code that leads to ")
    name = page["Content-Disposition"]
    assert "surgical-ward-4" in name
    assert name.endswith('.pptx"')

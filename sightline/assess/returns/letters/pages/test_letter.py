from __future__ import annotations

import io
from datetime import date
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.conftest import Asked
from sightline.assess.returns.letters import document, rules, writing
from sightline.assess.returns.review import actions
from sightline.conftest import NOW, Cast
from sightline.design.documents import pdf

pytestmark = pytest.mark.django_db


def test_written_sent_and_read_by_the_provider(
    signed: Signature, asked: Asked, cast: Cast, client: Client
) -> None:
    reference = asked.practice.reference
    letter = reverse("assess:returns:letter", args=[reference])
    send = reverse("assess:returns:send_letter", args=[reference])
    client.force_login(cast.north_manager)
    assert client.get(letter).status_code == 404
    early = client.post(send, follow=True).content.decode()
    assert "have not been looked at" in early
    actions.accept_the_rest(signature=signed, by=cast.north_manager, at=NOW)
    assert "not sent yet" in client.get(send).content.decode()
    client.post(send)
    for person in (asked.manager, asked.partner, cast.north_manager):
        client.force_login(person)
        page = client.get(letter).content.decode()
        assert "Our suggestions" in page
        assert "Too few like you have signed to compare." in page
        file = client.get(letter, {"format": "pdf"})
        text = of_pdf(file.getvalue())
        for said in ("How you compare with others like you", "Our suggestions", "nearby"):
            assert said in text
            assert said in page
        assert client.get(letter, {"format": "docx"}).status_code == 404
    for person in (cast.icb_lead, cast.director):
        client.force_login(person)
        assert client.get(letter).status_code == 404
        assert client.get(letter, {"format": "pdf"}).status_code == 404
        assert client.get(send).status_code == 404
    show = reverse("assess:returns:show", args=[reference])
    for person, sees in ((cast.icb_lead, False), (asked.manager, True), (cast.north_manager, True)):
        client.force_login(person)
        assert ("Feedback letter" in client.get(show).content.decode()) is sees


def of_pdf(content: bytes) -> str:
    """What a file says; it is tagged, in British English, under its title."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en-GB", True)
    assert reader.metadata is not None
    assert reader.metadata.title == "Feedback on your self-assessment"
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_where_nobody_is_compared_it_is_said_once(signed: Signature, asked: Asked) -> None:
    content = writing.write(asked.practice, signed)
    assert len(content["rows"]) == 12
    texts = list(document.of(asked.practice, content, None).texts())
    assert sum(rules.NOT_COMPARED in one for one in texts) == 1
    assert "The review of your answers set no requirement and made no recommendation." in texts


def test_a_letter_says_what_the_review_set(signed: Signature, asked: Asked, cast: Cast) -> None:
    actions.find(
        signature=signed, question="value", kind="requirement", text="Name a lead.",
        owner_name="Pia", due_date=date(2027, 2, 1), by=cast.north_manager, at=NOW,
    )  # fmt: skip
    [told] = writing.write(asked.practice, signed)["agreed"]
    assert (told["kind"], told["text"], told["due"]) == (
        "Requirement", "Name a lead.", "2027-02-01",
    )  # fmt: skip


def test_page_and_file_say_the_same_suggestions_and_practice(
    signed: Signature, asked: Asked
) -> None:
    content = {
        "own": {"Met": 2, "Partly met": 1},
        "rows": [
            {"ask": "Is there an induction?", "own": "Met", "others": "About 9 in 10 say met."}
        ],
        "suggestions": [{"code": "a", "text": f"Do {one} of it."} for one in ("more", "less")],
        "practice": {"where": "Nant Surgery", "text": "A buddy in week one.", "code": "Z1"},
    }
    told = {
        **content,
        "own": {"Not met": 1, "Met": 2, "Partly met": 3},
        "agreed": [
            {"kind": "Requirement", "text": "Name a lead.", "reference": "C-2026-0001",
             "owner": "The manager", "due": "2027-02-01"},
        ],
    }  # fmt: skip
    found = document.of(asked.practice, told, None)
    assert [one.value for one in found.facts] == ["2", "3", "1"], "met, partly met, not met"
    said = "Requirement C-2026-0001: Name a lead. The manager, by 1 February 2027."
    assert said in found.texts()
    text = of_pdf(pdf.pdf(found))
    for said in found.texts():
        assert said in text, said

from __future__ import annotations

import socket
import threading
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import DatabaseError, transaction

from sightline.assess import factories
from sightline.assess.evidence import actions, files, kinds, scanning
from sightline.assess.evidence.models import Evidence, EvidenceFile
from sightline.assess.evidence.names import OFFICE
from sightline.assess.evidence.rules import goes_stale_on
from sightline.assess.evidence.writing import CannotAdd
from sightline.assess.places import CannotBeThere, Level, Place
from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.standards.models import FrameworkVersion, Standard
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db


def test_evidence_goes_stale_as_its_kind_does_and_leaves_a_line(
    place: Place, standard: Standard, cast: Cast
) -> None:
    made = factories.evidence(place, [standard], cast.north_manager, NOW)
    assert made.reference == "E-2026-0001"
    assert made.stale_date == goes_stale_on(made.period_to, kinds.kind("visit").fresh_days)
    assert (made.voice, made.place) == ("visits", place)
    line = Entry.objects.get(action="assess.evidence.add")
    assert (line.reference, line.by, line.is_internal) == (
        made.reference,
        cast.north_manager,
        False,
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": " "}, "title"),
        ({"standards": []}, "at least one standard"),
        ({"strength_reason": ""}, "why the evidence is as strong"),
        ({"kind": "self_assessment"}, "kinds of evidence that you can add"),
        ({"kind": "national_survey"}, "kinds of evidence that you can add"),
        ({"kind": "rumour"}, "kinds of evidence that you can add"),
        ({"received_date": TODAY + timedelta(days=1)}, "after today"),
        ({"fact": "conditions"}, "Only what a regulator"),
    ],
)
def test_what_is_not_whole_is_refused(
    change: dict[str, Any], words: str, place: Place, standard: Standard, cast: Cast
) -> None:
    standards = change.pop("standards", [standard])
    with pytest.raises(CannotAdd, match=words):
        factories.evidence(place, standards, cast.north_manager, NOW, **change)
    assert not Evidence.objects.exists()


def test_standards_of_two_versions_are_refused(
    place: Place, standard: Standard, cast: Cast
) -> None:
    other = FrameworkVersion.objects.create(code="2030", name="Later", from_date=date(2030, 1, 1))
    domain = other.domains.create(number=3, title="Learners")
    later = Standard.objects.create(
        version=other, domain=domain, number="3.1", position=1, wording="Later."
    )
    with pytest.raises(CannotAdd, match="one version"):
        factories.evidence(place, [standard, later], cast.north_manager, NOW)


def test_a_place_that_does_not_fit_is_refused(
    standard: Standard, cast: Cast, country: Country
) -> None:
    with pytest.raises(CannotBeThere, match="Choose a provider"):
        factories.evidence(
            Place(Level.ORGANISATION, country.north_icb), [standard], cast.north_manager, NOW
        )


def test_a_provider_adds_what_it_may_and_always_shared(
    place: Place, standard: Standard, cast: Cast
) -> None:
    made = factories.evidence(place, [standard], cast.director, NOW, kind="provider_document")
    assert made.voice == "provider"
    with pytest.raises(CannotAdd, match="kinds of evidence"):
        factories.evidence(place, [standard], cast.director, NOW)
    with pytest.raises(CannotAdd, match="seen by the quality team"):
        factories.evidence(
            place, [standard], cast.director, NOW, kind="provider_document", audience="internal"
        )
    for person in (cast.south_manager, cast.icb_lead, cast.other_director, cast.learner):
        with pytest.raises(NotPermitted):
            factories.evidence(place, [standard], person, NOW)


def test_who_sees_what(place: Place, standard: Standard, cast: Cast) -> None:
    shared = factories.evidence(place, [standard], cast.north_manager, NOW)
    internal = factories.evidence(place, [standard], cast.north_manager, NOW, audience="internal")
    for person, seen in (
        (cast.north_manager, {shared, internal}),
        (cast.national, {shared, internal}),
        (cast.director, {shared}),
        (cast.icb_lead, {shared}),
        (cast.south_manager, set()),
        (cast.other_director, set()),
        (cast.learner, set()),
        (cast.administrator, set()),
    ):
        assert set(Evidence.objects.visible_to(person)) == seen, person


def test_what_a_regulator_decided_has_its_day_and_reference(place: Place, cast: Cast) -> None:
    made = factories.fact(place, cast.north_manager, NOW)
    assert (made.fact_name, made.direction) == ("Enhanced monitoring", "neither")
    with pytest.raises(CannotAdd, match="Nothing is derived"):
        factories.fact(place, cast.north_manager, NOW, direction="short")


def test_evidence_is_withdrawn_for_a_reason_and_stays(
    place: Place, standard: Standard, cast: Cast
) -> None:
    made = factories.evidence(place, [standard], cast.north_manager, NOW)
    with pytest.raises(actions.CannotWithdraw, match="Say why"):
        actions.withdraw(evidence=made, reason=" ", by=cast.north_manager, at=NOW)
    with pytest.raises(actions.CannotWithdraw, match="Only the quality team"):
        actions.withdraw(evidence=made, reason="We disagree.", by=cast.director, at=NOW)
    later = NOW + timedelta(hours=1)
    actions.withdraw(evidence=made, reason="Wrong trust.", by=cast.north_manager, at=later)
    with pytest.raises(actions.CannotWithdraw, match="already"):
        actions.withdraw(evidence=made, reason="Again.", by=cast.north_manager, at=later)
    held = Evidence.objects.held_before
    assert list(held(later)) == [made]
    assert not held(later + timedelta(seconds=1)).exists()
    assert not held(NOW).exists()


def test_a_provider_withdraws_its_own(place: Place, standard: Standard, cast: Cast) -> None:
    made = factories.evidence(place, [standard], cast.director, NOW, kind="provider_document")
    actions.withdraw(evidence=made, reason="Outdated.", by=cast.director, at=NOW)
    assert made.withdrawal.reason == "Outdated."


def test_the_database_refuses_to_edit_evidence(
    place: Place, standard: Standard, cast: Cast
) -> None:
    made = factories.evidence(place, [standard], cast.north_manager, NOW)
    for change in (
        lambda: Evidence.objects.update(direction="short"),
        lambda: Evidence.objects.filter(pk=made.pk)._raw_delete("default"),
        lambda: Evidence.standards.through.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            change()


def test_a_provider_speaks_once_about_a_standard(
    place: Place, ward: Place, standard: Standard, cast: Cast
) -> None:
    first = factories.self_rating(place, standard, "met", cast.director, NOW)
    elsewhere = factories.self_rating(ward, standard, "met", cast.director, NOW)
    second = factories.self_rating(place, standard, "partly", cast.director, NOW)
    assert (first.direction, second.direction) == ("meets", "both")
    assert set(Evidence.objects.filter(withdrawal=None)) == {elsewhere, second}
    assert first.withdrawal.reason == "Superseded by Self-assessment 2026."
    with pytest.raises(CannotAdd, match="met, partly met or not met"):
        factories.self_rating(place, standard, "not_applicable", cast.director, NOW)
    with pytest.raises(NotPermitted):
        factories.self_rating(place, standard, "met", cast.other_director, NOW)


# Files


def packed(*names: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "ending", "kind"),
    [
        (b"%PDF-1.7 something", "pdf", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n rest", "png", "image/png"),
        (b"\xff\xd8\xff rest", "jpeg", "image/jpeg"),
        ("Zoë,1\r\n".encode(), "csv", "text/plain"),
        (packed("word/document.xml"), "docx", f"{OFFICE}.wordprocessingml.document"),
    ],
)
def test_a_file_is_kept_with_its_hash(
    content: bytes, ending: str, kind: str, place: Place, standard: Standard, cast: Cast
) -> None:
    made = factories.evidence(
        place, [standard], cast.north_manager, NOW,
        file=BytesIO(content), file_name=f"../a b.{ending}",
    )  # fmt: skip
    kept = made.file
    assert (kept.name, kept.content_type, kept.size) == (f"a b.{ending}", kind, len(content))
    assert kept.scan == EvidenceFile.Scan.NOT_SCANNED
    with files.open_checked(kept.stored_name, kept.sha256) as file:
        assert file.read() == content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00 program", "not taken"),
        (b"<html><script>", "not taken"),
        (b"#!/bin/sh", "not taken"),
        (b"\x7fELF", "not taken"),
        (b"PK\x03\x04 broken", "damaged"),
        (packed("word/document.xml", "word/vbaProject.bin"), "macros"),
        (packed("anything.txt"), "not taken"),
        (b"%PDF-" + scanning._TEST_FILE, "EICAR test file"),
        (b"%PDF-" + b"x" * files.LARGEST, "larger than 20 MB"),
    ],
    ids=lambda value: str(value)[:16],
)
def test_a_file_that_is_refused_leaves_nothing(
    content: bytes, words: str, place: Place, standard: Standard, cast: Cast, uploads: Path
) -> None:
    with pytest.raises(Refusal, match=words):
        factories.evidence(
            place, [standard], cast.north_manager, NOW, file=BytesIO(content), file_name="a.pdf"
        )
    assert not Evidence.objects.exists()
    assert [one for one in uploads.rglob("*") if one.is_file()] == []


@pytest.mark.parametrize("name", ["run.bat", "invoice.pdf.vbs", "page.hta", "x.ps1", "x.exe"])
def test_text_under_the_name_of_a_program_leaves_nothing(
    name: str, place: Place, standard: Standard, cast: Cast, uploads: Path
) -> None:
    content = BytesIO(b"echo Hello")
    with pytest.raises(files.CannotTake, match=r"program.* Send PDF, Word"):
        factories.evidence(place, [standard], cast.north_manager, NOW, file=content, file_name=name)
    assert not Evidence.objects.exists()
    assert [one for one in uploads.rglob("*") if one.is_file()] == []


def test_a_file_that_was_changed_is_not_given_out(
    place: Place, standard: Standard, cast: Cast, uploads: Path
) -> None:
    made = factories.evidence(
        place, [standard], cast.north_manager, NOW, file=BytesIO(b"%PDF-1"), file_name="a.pdf"
    )
    kept = made.file
    (uploads / kept.stored_name).write_bytes(b"%PDF-2")
    with pytest.raises(files.CannotTake, match="fingerprint does not match"):
        files.open_checked(kept.stored_name, kept.sha256)
    files.delete(kept.stored_name)
    with pytest.raises(files.CannotTake, match="not there any more"):
        files.open_checked(kept.stored_name, kept.sha256)


class _Clamd(threading.Thread):
    """Reads one stream as clamd does, and answers."""

    def __init__(self, answer: bytes) -> None:
        super().__init__(daemon=True)
        self.answer, self.got = answer, b""
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.start()

    def run(self) -> None:
        there, _ = self.listening.accept()
        with there, there.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while length := int.from_bytes(stream.read(4), "big"):
                self.got += stream.read(length)
            there.sendall(self.answer)
        self.listening.close()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"stream: OK\0", ""),
        (b"stream: Win.Test FOUND\0", "found Win.Test"),
        (b"stream: whatever ERROR\0", "without a result"),
    ],
)
def test_a_scanner_that_is_set_up_is_asked(
    answer: bytes, words: str, settings: Any, tmp_path: Path
) -> None:
    clamd = _Clamd(answer)
    settings.CLAMD_ADDRESS = f"127.0.0.1:{clamd.listening.getsockname()[1]}"
    path = tmp_path / "upload"
    path.write_bytes(b"%PDF-1")
    if words:
        with pytest.raises(Refusal, match=words):
            scanning.is_scanned_clean(path)
    else:
        assert scanning.is_scanned_clean(path)
    clamd.join(5)
    assert clamd.got == b"%PDF-1"


def test_a_scanner_that_does_not_answer_keeps_files_out(settings: Any, tmp_path: Path) -> None:
    settings.CLAMD_ADDRESS = str(tmp_path / "no-socket")
    (tmp_path / "upload").write_bytes(b"%PDF-1")
    with pytest.raises(scanning.CannotScan, match="not kept"):
        scanning.is_scanned_clean(tmp_path / "upload")

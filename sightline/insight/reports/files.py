"""A report as bytes, in the format that was asked for."""

from __future__ import annotations

from sightline.design.documents import fitting, pdf, powerpoint, word
from sightline.design.documents.content import Document
from sightline.design.documents.typesetting import DoesNotFit
from sightline.insight.reports.words import Format

__all__ = ["KINDS", "DoesNotFit", "drawn"]

KINDS = {
    Format.PDF: "application/pdf",
    Format.DOCX: word.KIND,
    Format.PPTX: powerpoint.KIND,
}
#: Where letters are wider than Arial's, a page is shortened to these parts of its height.
_TIGHTER = (0.9, 0.8, 0.7)


def drawn(document: Document, format: Format) -> bytes:
    """Raises DoesNotFit where two pages cannot hold even the least."""
    if format is Format.DOCX:
        return word.docx(document)
    if format is Format.PPTX:
        return powerpoint.report_pptx(document)
    return _pdf(document)


def _pdf(document: Document) -> bytes:
    for share in _TIGHTER:
        try:
            return pdf.pdf(document)
        except DoesNotFit:
            document = fitting.fit(document, fitting.tighter(share))
    return pdf.pdf(document)

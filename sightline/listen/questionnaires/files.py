"""A questionnaire in a file of other people's formats, read by what the file is."""

from __future__ import annotations

from sightline.listen.questionnaires.faults import FormRefused
from sightline.listen.questionnaires.form import Form
from sightline.listen.questionnaires.models import QuestionnaireVersion

Source = QuestionnaireVersion.Source


def read(content: bytes, file_name: str) -> tuple[Form, str]:
    """The form and its source. What the file is, is read from its content, not from its name.

    Raises FormRefused with a sentence for each fault.
    """
    from sightline.listen.questionnaires.fhir import importing as fhir
    from sightline.listen.questionnaires.xlsform import importing as xlsform

    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return xlsform.read(content, file_name), Source.XLSFORM
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        return fhir.read(content, file_name), Source.FHIR
    raise FormRefused(
        [
            "The file is neither an XLSForm workbook (XLSX or XLS) nor a FHIR Questionnaire "
            "(JSON). Choose one of these."
        ]
    )

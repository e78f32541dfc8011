"""The columns of an uploaded file, with a guess what each of them is."""

from __future__ import annotations

from dataclasses import dataclass

from sightline.listen.imports import storage
from sightline.listen.imports.models import SurveyImport
from sightline.listen.imports.reading.opening import open_upload
from sightline.listen.imports.reading.unreadable import Unreadable, shortened
from sightline.listen.surveys import guess
from sightline.listen.surveys.answers import plain
from sightline.organisations.models import Organisation, Profession, Programme

_ROWS = 300
_EXAMPLES = 5


@dataclass(frozen=True)
class Columns:
    """``texts`` are the first rows."""

    headings: tuple[str, ...]
    texts: list[tuple[str, ...]]
    guesses: list[guess.Guess]

    def example(self, place: int) -> str:
        """Some texts of a column, as a hint."""
        if self.guesses[place].role == "respondent":
            return "Texts that differ from row to row."
        seen = dict.fromkeys(row[place].strip() for row in self.texts if row[place].strip())
        some = ", ".join(f"“{shortened(text)}”" for text in list(seen)[:_EXAMPLES])
        return f"For example {some}" if some else "Blank in the first rows"


def columns_of(survey_import: SurveyImport) -> Columns:
    """Look at the first rows of a file. Raises Unreadable."""
    path = storage.upload(survey_import.stored_name)
    if not path.exists():
        raise Unreadable("The file is no longer here. Upload it again.")
    with open_upload(path) as upload:
        block = next(iter(upload.blocks(frozenset())), None)
        rows = [block.row(index) for index in range(min(_ROWS, len(block.lines)))] if block else []
        headings = upload.headings
    return Columns(headings, rows, guess.guess(headings, rows, _known()))


def _known() -> dict[str, frozenset[str]]:
    """The texts that stand for something here, by role, in their plain form."""
    codes: dict[str, set[str]] = {"provider": set(), "site": set()}
    for code, kind in Organisation.objects.order_by().values_list("code", "kind"):
        if kind in Organisation.PROVIDER_KINDS:
            codes["provider"].add(code)
        elif kind == Organisation.Kind.SITE:
            codes["site"].add(code)
    programmes = list(Programme.objects.order_by().values_list("code", "level"))
    codes["programme"] = {code for code, _ in programmes}
    codes["level"] = {level for _, level in programmes if level}
    professions = Profession.objects.order_by().values_list("code", "name")
    codes["profession"] = {text for pair in professions for text in pair}
    return {role: frozenset(map(plain, texts)) for role, texts in codes.items()}

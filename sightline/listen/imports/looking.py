"""The columns of an uploaded file, with a guess what each of them is."""

from __future__ import annotations

from dataclasses import dataclass, field

from sightline.listen.imports import storage
from sightline.listen.imports.models import SurveyImport
from sightline.listen.imports.reading.opening import open_upload
from sightline.listen.imports.reading.unreadable import Unreadable, shortened
from sightline.listen.surveys import guess
from sightline.listen.surveys import mapping as mappings
from sightline.listen.surveys.answers import plain
from sightline.listen.surveys.questionnaire import CommentColumn, Item, Mapping, Scale
from sightline.organisations.models import Organisation, Profession, Programme

_ROWS = 300
_EXAMPLES = 5


@dataclass(frozen=True)
class Columns:
    """``texts`` are the first rows; ``earlier`` the newest mapping of the survey, if it has one."""

    headings: tuple[str, ...]
    texts: list[tuple[str, ...]]
    guesses: list[guess.Guess]
    earlier: Mapping | None = None
    wordings: dict[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    @property
    def scales(self) -> dict[str, Scale]:
        """The scales that can be chosen: those of the earlier mapping, then the usual ones."""
        return {**(self.earlier.scales if self.earlier else {}), **guess.known_scales()}

    def item(self, place: int) -> Item | None:
        """The item that the earlier mapping has in the column of that heading."""
        items = self.earlier.items if self.earlier else ()
        heading = plain(self.headings[place])
        return next((item for item in items if plain(item.column) == heading), None)

    def comment(self, place: int) -> CommentColumn | None:
        """The comments that the earlier mapping has in the column of that heading."""
        comments = self.earlier.comments if self.earlier else ()
        heading = plain(self.headings[place])
        return next((one for one in comments if plain(one.column) == heading), None)

    def theme(self, code: str) -> str:
        """The label of a theme of the earlier mapping."""
        themes = self.earlier.themes if self.earlier else ()
        return next((theme.label for theme in themes if theme.code == code), "")

    def example(self, place: int) -> str:
        """Some texts of a column, as a hint."""
        if self.guesses[place].role == "respondent":
            return "Texts that differ from row to row."
        if self.guesses[place].role == guess.COMMENT:
            return "What people wrote in their own words; it is not shown here."
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
        headings, wordings, notices = upload.headings, dict(upload.wordings), upload.notices
    newest = survey_import.round.survey.mappings.first()
    earlier = mappings.parse(newest.text) if newest else None
    guesses = guess.guess(headings, rows, _known())
    if earlier is not None:
        guesses = [
            _as_before(heading, one, earlier)
            for heading, one in zip(headings, guesses, strict=True)
        ]
    return Columns(headings, rows, guesses, earlier, wordings, notices)


def _as_before(heading: str, one: guess.Guess, earlier: Mapping) -> guess.Guess:
    """What the earlier mapping says of a heading, rather than what its texts look like."""
    for role, column in earlier.columns.items():
        if plain(column) == plain(heading):
            return guess.Guess(role)
    for item in earlier.items:
        if plain(item.column) == plain(heading):
            return guess.Guess("answer", item.scale)
    for comment in earlier.comments:
        if plain(comment.column) == plain(heading):
            return guess.Guess(guess.COMMENT)
    # A role that the earlier mapping gives to another column is not given twice.
    return guess.Guess(guess.LEFT_OUT) if one.role in earlier.columns else one


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

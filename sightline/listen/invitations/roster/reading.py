"""Read a roster, row by row: who is asked, who is outside of the round, what is wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sightline.listen.imports import cells, days, errors_file
from sightline.listen.imports.codes import Codes
from sightline.listen.imports.errors_file import ErrorsFile
from sightline.listen.imports.problems import Wrong
from sightline.listen.imports.reading.opening import open_upload
from sightline.listen.imports.reading.unreadable import Unreadable, shortened
from sightline.listen.invitations import contact
from sightline.listen.invitations.cells import Path as CellPath
from sightline.listen.invitations.models import Invitation
from sightline.listen.invitations.roster import columns
from sightline.listen.invitations.touchpoints import rules as touchpoints
from sightline.listen.invitations.touchpoints.rules import Placement
from sightline.listen.rounds.population import Cell
from sightline.listen.surveys.answers import plain
from sightline.organisations.queries import Geography

MOST_ROWS = 200_000
_MOST_EXAMPLES = 20
_RISKY = re.compile(r"\s*[=+\-@]")
_DAYS = ("starts", "ends", "leaves", "returns")


@dataclass(frozen=True, slots=True)
class Person:
    """A good row. ``identity`` stays the same when the file comes again; it is not stored."""

    line: int
    identity: str
    channel: Invitation.Channel
    address: str
    key: bytes | None
    cell: Cell
    site: str
    level: str
    language: str
    placement: Placement

    @property
    def path(self) -> CellPath:
        """From coarse to fine: see cells.py of invitations."""
        where = self.cell
        place = (where.region, where.icb, where.provider)
        return (*place, where.profession, where.programme, self.level, self.site)


@dataclass(frozen=True)
class Asked:
    """What a roster is read against. ``provider`` is the code of a row that gives none.

    ``languages`` are codes by their plain form and name; ``belongs``: is a cell in the round?
    """

    codes: Codes
    geography: Geography
    belongs: Callable[[Cell], bool]
    languages: Mapping[str, str] = field(default_factory=dict)
    provider: str = ""


@dataclass
class Found:
    """``kinds`` counts faults by their heading; ``examples`` are lines and sentences."""

    people: list[Person] = field(default_factory=list)
    outside: int = 0
    in_error: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    examples: list[tuple[int, str]] = field(default_factory=list)
    outside_examples: list[tuple[int, str]] = field(default_factory=list)
    left_out: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


class _Bad(Exception):
    """A fault of one row: which column, and a sentence."""

    def __init__(self, role: str, message: str) -> None:
        super().__init__(message)
        self.role = role
        self.message = message


def read(path: Path, asked: Asked, *, number: int, sha256: str, errors: Path) -> Found:
    """Read a whole file; rows in error are written to ``errors``. Raises Unreadable."""
    found = Found()
    with open_upload(path) as upload:
        mended = errors_file.mends(upload.headings) is not None
        headings = errors_file.restored_headings(upload.headings)
        own = tuple("" if errors_file.is_ours(one) else one for one in headings)
        where = columns.find(own, needs_provider=not asked.provider)
        found.left_out, found.notices = where.left_out, upload.notices
        reader = _Rows(asked, where.places, sha256)
        rows = 0
        with ErrorsFile(errors, headings, number) as file:
            for block in upload.blocks(frozenset()):
                rows += len(block.lines)
                if rows > MOST_ROWS:
                    raise Unreadable(
                        f"The file has more than {MOST_ROWS:,} rows. Split it into several."
                    )
                if mended:
                    block = errors_file.restored_block(block)
                for misfit in block.misfits:
                    _fault(
                        found, "Rows with too many or too few cells", misfit.line, misfit.message
                    )
                    file.write(misfit.cells, misfit.line, [misfit.message])
                for index, line in enumerate(block.lines.tolist()):
                    cells_ = block.row(index)
                    try:
                        person = reader.person(cells_, line)
                    except _Bad as bad:
                        heading = (
                            headings[where.places[bad.role]] if bad.role in where.places else ""
                        )
                        message = f"{heading}: {bad.message}" if heading else bad.message
                        _fault(found, f"Column “{shortened(heading)}”", line, message)
                        file.write(cells_, line, [message])
                    else:
                        _sort(found, person, asked)
    return found


def _fault(found: Found, kind: str, line: int, message: str) -> None:
    found.in_error += 1
    found.kinds[kind] += 1
    if len(found.examples) < _MOST_EXAMPLES:
        found.examples.append((line, message))


def _sort(found: Found, person: Person, asked: Asked) -> None:
    if asked.belongs(person.cell):
        found.people.append(person)
        return
    found.outside += 1
    if len(found.outside_examples) < _MOST_EXAMPLES:
        parts = (person.cell.provider, person.cell.programme or person.cell.profession)
        found.outside_examples.append((person.line, ", ".join(filter(None, parts))))


class _Rows:
    def __init__(self, asked: Asked, places: Mapping[str, int], sha256: str) -> None:
        self._asked, self._places, self._sha256 = asked, places, sha256
        codes = asked.codes
        self._providers = list(codes.providers.values())
        self._sites = list(codes.sites.values())
        self._programmes = list(codes.programmes.values())
        self._professions = list(codes.professions)
        self._read = {
            "provider": cells.provider_reader(codes),
            "site": cells.site_reader(codes),
            "programme": cells.programme_reader(codes),
            "profession": cells.profession_reader(codes),
        }
        self._known: dict[tuple[str, str], int] = {}
        self._seen: dict[str, int] = {}

    def person(self, row: tuple[str, ...], line: int) -> Person:
        """Raises _Bad."""
        provider, site = self._place(row)
        programme, profession = self._course(row)
        level = self._words(row, "level", 40)
        language = self._language(row)
        placement = self._placement(row)
        channel, address = self._address(row, line)
        where = self._asked.geography.place(provider)
        return Person(
            line=line,
            identity=address or f"{self._sha256}:{line}",
            channel=channel,
            address=address,
            key=contact.key_of(address) if address else None,
            cell=Cell(
                provider,
                programme,
                profession,
                where.icb if where else "",
                where.region if where else "",
            ),
            site=site,
            level=level,
            language=language,
            placement=placement,
        )

    def _text(self, row: tuple[str, ...], role: str) -> str:
        place = self._places.get(role)
        return row[place].strip() if place is not None else ""

    def _number(self, role: str, text: str) -> int:
        """The position of a code; each text is looked up once."""
        if (role, text) not in self._known:
            try:
                self._known[role, text] = self._read[role](text)
            except Wrong as wrong:
                raise _Bad(role, wrong.message) from wrong
        return self._known[role, text]

    def _place(self, row: tuple[str, ...]) -> tuple[str, str]:
        number = self._number("provider", self._text(row, "provider") or self._asked.provider)
        provider = self._providers[number].code
        at = self._number("site", self._text(row, "site"))
        if at < 0:
            return provider, ""
        site = self._sites[at]
        if site.provider != provider:
            owner = site.provider or "no provider"
            raise _Bad("site", f"Site “{site.code}” belongs to {owner}, not to {provider}.")
        return provider, site.code

    def _course(self, row: tuple[str, ...]) -> tuple[str, str]:
        said = self._number("profession", self._text(row, "profession"))
        at = self._number("programme", self._text(row, "programme"))
        profession = self._professions[said] if said >= 0 else ""
        if at < 0:
            return "", profession
        course = self._programmes[at]
        if profession and profession != course.profession:
            raise _Bad(
                "profession",
                f"Programme {course.code} is for profession {course.profession}, not {profession}.",
            )
        return course.code, course.profession

    def _words(self, row: tuple[str, ...], role: str, longest: int) -> str:
        text = " ".join(self._text(row, role).split())
        if len(text) > longest:
            raise _Bad(role, f"The {role} is longer than {longest} characters.")
        if _RISKY.match(text):
            raise _Bad(role, "The cell holds a formula. Write its value instead.")
        return text

    def _language(self, row: tuple[str, ...]) -> str:
        text = self._words(row, "language", 40)
        if not text:
            return ""
        code = self._asked.languages.get(plain(text))
        if code is None:
            known = ", ".join(sorted(set(self._asked.languages.values())))
            raise _Bad(
                "language",
                f"The questionnaire is not in “{text}”. It is in: {known}. Leave the cell blank if "
                "the person may choose.",
            )
        return code

    def _placement(self, row: tuple[str, ...]) -> Placement:
        read: dict[str, date | None] = {}
        for role in _DAYS:
            text = self._text(row, role)
            try:
                read[role] = days.read(text)[0] if text else None
            except days.NotADay as error:
                raise _Bad(role, f"“{shortened(text)}” {error}") from error
        placement = Placement(**read)
        if why := touchpoints.against(placement):
            raise _Bad("ends", why)
        return placement

    def _address(self, row: tuple[str, ...], line: int) -> tuple[Invitation.Channel, str]:
        role = next((one for one in ("address", "email", "mobile") if self._text(row, one)), "")
        try:
            channel, address = contact.read(self._text(row, role))
        except contact.NotAnAddress as refusal:
            raise _Bad(role, str(refusal)) from refusal
        if address:
            first = self._seen.setdefault(address, line)
            if first != line:
                raise _Bad(role, f"The same address stands on line {first:,}, which counts.")
        return channel, address

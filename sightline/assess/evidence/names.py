"""What a file that was sent may be called: an ending that its kind has, and no program's ending.

A computer opens a file by the ending of its name, not by what it holds: a script that reads as
plain text runs if it is handed back as "run.bat".
"""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

from sightline.base.refusal import Refusal

OFFICE = "application/vnd.openxmlformats-officedocument"
PLAIN_TEXT = "text/plain"
#: The endings of each kind, the usual one first, and how a sentence names the kind.
_KINDS = {
    "application/pdf": ("PDF", (".pdf",)),
    "image/png": ("a PNG picture", (".png",)),
    "image/jpeg": ("a JPEG picture", (".jpg", ".jpeg")),
    f"{OFFICE}.wordprocessingml.document": ("a Word document", (".docx",)),
    f"{OFFICE}.spreadsheetml.sheet": ("an Excel workbook", (".xlsx",)),
    f"{OFFICE}.presentationml.presentation": ("a PowerPoint presentation", (".pptx",)),
    PLAIN_TEXT: ("plain text", (".txt", ".csv")),
}
#: Endings of what a computer runs. None may stand before the last one either: "bill.exe.pdf"
#: is shown as "bill.exe" where the last ending is hidden.
_PROGRAMS = frozenset(
    """
    ade adp apk app appx asp aspx bash bat bin chm class cmd com cpl csh dll dmg elf exe gadget
    hta htm html inf ins iso jar js jse jsp ksh lnk mht mhtml mjs msc msh msi msix msp mst php
    pif pl ps1 ps1xml ps2 psc1 psc2 psd1 psm1 py pyc pyw rb reg scf scr sct sh shb shs svg swf
    sys url vb vbe vbs vxd wsc wsf wsh xbap xht xhtml xll xml xsl xslt zsh
    """.split()  # noqa: SIM905
)
_LONGEST = 200


class MayNotBeCalled(Refusal):
    """The name of a file is not one that its kind may have."""


def checked(name: str, kind: str) -> str:
    """The name to keep a file of this content type under. Raises MayNotBeCalled."""
    plain = _plain(name)
    parts = [part.strip() for part in plain.lower().split(".")]
    said, endings = _KINDS[kind]
    if program := next((part for part in parts[1:] if part in _PROGRAMS), ""):
        raise MayNotBeCalled(
            f"“{plain}” has the ending of a program or a web page, .{program}. "
            "These are not taken, whatever the file holds."
        )
    if f".{parts[-1]}" not in endings or len(parts) == 1 or not parts[0]:
        raise MayNotBeCalled(
            f"“{plain}” holds {said}, so its name has to end in {' or '.join(endings)}. "
            "Rename it, or choose the right one."
        )
    return plain


def given_out(name: str, kind: str) -> str:
    """The name to hand a kept file out under: also one kept before names were checked."""
    try:
        return checked(name, kind)
    except MayNotBeCalled:
        stem = _plain(name).replace(".", "-").strip("-") or "file"
        return stem + _KINDS[kind][1][0]


def _plain(name: str) -> str:
    """The last part of a path, without what is not seen; the end of it, if it is long."""
    seen = "".join(
        one for one in name.replace("\\", "/") if not unicodedata.category(one).startswith("C")
    )
    return PurePosixPath(seen).name.strip()[-_LONGEST:]

"""The hook for a scan of uploads for viruses: ClamAV, where ``CLAMD_ADDRESS`` says that it is.

``CLAMD_ADDRESS`` is "host:port" or the path of a socket. Without it nothing is scanned, and each
file says so. The test file that scanners agree on (EICAR) is found in any case, so that everybody
can see what happens to an infected upload.
"""

from __future__ import annotations

import socket
import struct
from pathlib import Path

from django.conf import settings

from sightline.base.refusal import Refusal

_STEP = 1 << 16
_SECONDS = 60
#: In two parts, so that no scanner takes this file for the real one.
_TEST_FILE = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Infected(Refusal):
    """A scan found something."""


class CannotScan(Refusal):
    """A scanner is set up and gave no verdict, so nothing is kept."""


def is_scanned_clean(path: Path) -> bool:
    """True: scanned, nothing found. False: no scanner is set up.

    Raises Infected, or CannotScan where the scanner does not answer.
    """
    with path.open("rb") as file:
        if _TEST_FILE in file.read(_STEP):
            raise Infected(_sentence("the EICAR test file"))
    address = str(getattr(settings, "CLAMD_ADDRESS", "") or "")
    if not address:
        return False
    try:
        verdict = _ask(path, address)
    except (OSError, ValueError) as error:
        raise CannotScan(
            "The file could not be scanned for viruses, so it was not kept. Try again later, and "
            "tell an administrator if it happens again."
        ) from error
    if verdict.endswith("FOUND"):
        raise Infected(_sentence(verdict.removeprefix("stream:").removesuffix("FOUND").strip()))
    if not verdict.endswith("OK"):
        raise CannotScan(
            "The scan for viruses ended without a result, so the file was not kept. Try again "
            "later, and tell an administrator if it happens again."
        )
    return True


def _sentence(what: str) -> str:
    return (
        f"The scan for viruses found {what}. The file was not kept. Tell your IT team, and send a "
        "clean copy."
    )


def _ask(path: Path, address: str) -> str:
    """The verdict of clamd on a file, by its INSTREAM command (see clamd(8))."""
    with _connect(address) as there, path.open("rb") as file:
        there.sendall(b"zINSTREAM\0")
        while piece := file.read(_STEP):
            there.sendall(struct.pack("!I", len(piece)) + piece)
        there.sendall(struct.pack("!I", 0))
        said = b""
        while piece := there.recv(4096):
            said += piece
    return said.decode("utf-8", "replace").strip("\0\n ")


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        there = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        there.settimeout(_SECONDS)
        try:
            there.connect(address)
        except OSError:
            there.close()
            raise
        return there
    host, _, port = address.rpartition(":")
    return socket.create_connection((host or "127.0.0.1", int(port)), timeout=_SECONDS)

"""What the feed answers when it does not give rows: a status, a word for programs, a sentence."""

from __future__ import annotations


class Refused(Exception):
    """The request cannot be answered. ``target`` is the part of the address that is at fault."""

    status = 400
    code = "BadRequest"

    def __init__(self, message: str, target: str = "") -> None:
        super().__init__(message)
        self.target = target


class NotOffered(Refused):
    """A part of OData that this feed does not have."""

    status = 501
    code = "NotImplemented"


class NotSignedIn(Refused):
    status = 401
    code = "Unauthorized"


class Forbidden(Refused):
    status = 403
    code = "Forbidden"


class NotThere(Refused):
    status = 404
    code = "NotFound"


class OnlyReading(Refused):
    status = 405
    code = "MethodNotAllowed"


class Gone(Refused):
    """Where a reading was to go on is there no more."""

    status = 410
    code = "Gone"


class TooMany(Refused):
    status = 429
    code = "TooManyRequests"

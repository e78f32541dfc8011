"""The vocabulary of requests for personal data."""

from django.db import models


class Kind(models.TextChoices):
    ACCESS = "access", "Access: what do you hold about me?"
    ERASURE = "erasure", "Erasure: delete what you hold about me"


class Identity(models.TextChoices):
    """How it was made sure that whoever asks is who they say."""

    ADDRESS = "address", "They answered a message sent to the address"
    SIGNED_IN = "signed_in", "They asked from their own account"
    DOCUMENT = "document", "A document was seen, and no copy kept"
    KNOWN = "known", "Their university, deanery or employer confirmed it"
    OPEN = "open", "Not yet"


class State(models.TextChoices):
    OPEN = "open", "Open"
    DONE = "done", "Done"


class Outcome(models.TextChoices):
    GIVEN = "given", "They were given what is held"
    ERASED = "erased", "All that was found was erased"
    PARTLY = "partly", "A part was erased; they were told what stays and why"
    NOTHING = "nothing", "Nothing is held that can be joined to them"
    REFUSED = "refused", "Refused; they were told why, and how to complain"
    WITHDRAWN = "withdrawn", "They no longer ask"


class Because(models.TextChoices):
    """Why a request was refused."""

    IDENTITY = "identity", "We could not make sure who asks"
    UNFOUNDED = "unfounded", "It is manifestly unfounded or excessive"
    TASK = "task", "It is needed for a public task or a legal claim"
    OTHERS = "others", "It would reveal somebody else"

"""A refusal is a sentence for the person who reads it."""


class Refusal(Exception):
    """An action that may not be done now. ``str(refusal)`` is shown on the page as it is."""


class NotPermitted(Refusal):
    """The person may not do this here."""

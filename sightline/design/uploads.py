"""Text files that people send in a form."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.base import File


def text_of(file: File[bytes], largest: int = 1_000_000) -> str:
    """What a text file of at most so many bytes says. Raises ValidationError with a sentence."""
    if file.size > largest:
        most = f"{largest // 1_000_000} MB" if largest >= 1_000_000 else f"{largest // 1000} kB"
        raise ValidationError(f"The file is larger than {most}. Check that it is the right one")
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError("The file is not text in UTF-8. Save it as UTF-8") from None

"""What the service begins with: facts and frameworks that come as files with it.

The files stay the source: an administrator loads newer ones on the pages of each.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sightline.listen.bank import loading as bank
from sightline.listen.outside import actions as outside
from sightline.listen.questionnaires import shipped as questionnaires
from sightline.listen.rounds.notices import actions as notices
from sightline.organisations import actions as organisations
from sightline.people.models import User
from sightline.respond.register import actions as register
from sightline.standards import actions as standards

_PACKAGE = Path(__file__).resolve().parents[1]
FRAMEWORKS = ("framework-2021", "framework-2024")
CATEGORIES = ("isf-2024",)


def load(*, by: User | None, at: datetime) -> None:
    """Load what is not there yet. Running it again changes nothing."""
    organisations.load_reference_data(by=by, at=at)
    for name in FRAMEWORKS:
        text = (_PACKAGE / "standards" / "data" / f"{name}.yaml").read_text(encoding="utf-8")
        standards.load_framework(text=text, by=by, at=at)
    for name in CATEGORIES:
        file = _PACKAGE / "respond" / "register" / "data" / f"{name}.yaml"
        register.load_categories(text=file.read_text(encoding="utf-8"), by=by, at=at)
    outside.load_shipped(by=by, at=at)
    bank.load(at=at)
    questionnaires.load(by=by, at=at)
    notices.load(by=None, at=at)

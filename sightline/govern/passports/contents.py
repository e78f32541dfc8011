"""What stands in a quality passport: text only, so that a copy can be kept as it was shown.

    {"wording": 1, "place": …, "level": …, "day": …, "framework": …, "note": …,
     "sections": [{"key": …, "heading": …, "facts": [[name, text], …],
                   "table": {"caption": …, "columns": […], "rows": [[…], …]} or None,
                   "notes": [sentence, …]}]}

The page, the PDF and a frozen copy are all drawn from this and from nothing else.
"""

from __future__ import annotations

from datetime import date

from sightline.access.viewer import Viewer
from sightline.assess.places import Level, Place
from sightline.design.show import format_date
from sightline.govern.passports.blocks import Content
from sightline.govern.passports.sections import concerns, heard, places
from sightline.govern.passports.words import NO_SCORE, WORDING


def of(place: Place, viewer: Viewer, day: date) -> Content:
    """A passport as a viewer may see it on a day. As many queries however much is known."""
    room = heard.room_of(place, viewer, day)
    organisation = place.organisation
    within = [one.name for one in (organisation.icb, organisation.region) if one is not None]
    return {
        "wording": WORDING,
        "place": place.name,
        "code": organisation.code,
        "level": str(Level(place.level).label),
        "within": ", ".join(within),
        "day": format_date(day),
        "framework": room.version.name if room else "",
        "note": NO_SCORE,
        "sections": [
            concerns.risk(place, viewer),
            places.capacity(place, viewer, day),
            concerns.requirements(place, viewer, day),
            heard.visits(place, viewer),
            places.approval(place, viewer, day),
            heard.self_assessment(place, viewer),
            heard.trend(place, viewer),
            heard.standards(room),
        ],
    }

"""What every page knows: the service's name, who is signed in, where they can go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from sightline.base import service_state
from sightline.config import navigation


def service(request: HttpRequest) -> dict[str, Any]:
    return {
        "service_name": settings.SERVICE_NAME,
        "show_nhs_logo": settings.SHOW_NHS_LOGO,
        "is_demo": service_state.holds_made_up_data(),
        "navigation": navigation.items_for(request),
        "viewer": getattr(request, "user", None),
    }

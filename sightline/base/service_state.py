"""Does this database hold made-up data or real data? Every page and file says so."""

from sightline.base.models import ServiceState


def holds_made_up_data() -> bool:
    return ServiceState.objects.filter(holds=ServiceState.Holds.MADE_UP).exists()


def holds_real_data() -> bool:
    return ServiceState.objects.filter(holds=ServiceState.Holds.REAL).exists()

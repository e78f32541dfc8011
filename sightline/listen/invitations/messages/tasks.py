"""Messages go out in the background, a few in each task, so that other work gets its turn."""

from django.utils import timezone
from django_tasks import task

from sightline.listen.invitations.messages import sending
from sightline.listen.invitations.messages.models import Wave


@task()
def send_wave(pk: int) -> None:
    """Send the next few messages of a wave, then ask to be called again."""
    if sending.send_some(Wave.objects.get(pk=pk), timezone.now()):
        send_wave.enqueue(pk)

"""Word to those who left an e-mail address and asked for it. It never says what about."""

from django.core.mail import send_mail
from django_tasks import task

from sightline.listen.voices import sealing
from sightline.listen.voices.models import Voice

SUBJECT = "There is news for you"
BODY = """There is news on something that you told us.

To read it, come back to the service with your number and your four words.
For your safety we never write in an email what it is about.

You get this message because you asked for it when you wrote to us.
"""


@task()
def tell_of_news(pk: int) -> None:
    """Send it. The address is read here, so that it lies in no queue."""
    voice = Voice.objects.filter(pk=pk, wants_news=True, erased_on=None).first()
    if voice is None or voice.contact_sealed is None:
        return
    contact = sealing.unseal(voice.contact_sealed)
    if contact and contact["email"]:
        send_mail(SUBJECT, BODY, None, [contact["email"]])

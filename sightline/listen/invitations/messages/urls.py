from django.urls import path

from sightline.listen.invitations.messages.pages.call_off import call_off
from sightline.listen.invitations.messages.pages.no_more import no_more
from sightline.listen.invitations.messages.pages.plan import plan
from sightline.listen.invitations.messages.pages.send_again import send_again
from sightline.listen.invitations.messages.pages.show import show

app_name = "messages"
urlpatterns = [
    path("plan/<int:pk>/", plan, name="plan"),
    path("no-more/<str:token>/", no_more, name="no_more"),
    path("<int:pk>/", show, name="show"),
    path("<int:pk>/call-off/", call_off, name="call_off"),
    path("<int:pk>/send-again/", send_again, name="send_again"),
]

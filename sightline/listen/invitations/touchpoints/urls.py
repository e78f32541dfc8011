from django.urls import path

from sightline.listen.invitations.touchpoints.pages.add import add
from sightline.listen.invitations.touchpoints.pages.list import list_
from sightline.listen.invitations.touchpoints.pages.show import show

app_name = "touchpoints"
urlpatterns = [
    path("", list_, name="list"),
    path("add/", add, name="add"),
    path("<int:pk>/", show, name="show"),
]

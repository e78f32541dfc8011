from django.urls import path

from sightline.listen.monitor.pages.list import list_
from sightline.listen.monitor.pages.show import show

app_name = "monitor"
urlpatterns = [
    path("", list_, name="list"),
    path("<int:pk>/", show, name="show"),
]

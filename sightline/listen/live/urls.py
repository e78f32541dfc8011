from django.urls import path

from sightline.listen.live.pages import list, show

app_name = "live"
urlpatterns = [
    path("", list.list_open, name="list"),
    path("<int:pk>/", show.show, name="show"),
]

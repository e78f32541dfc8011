from django.urls import path

from sightline.listen.rounds.notices.pages import change, list, read, write

app_name = "notices"
urlpatterns = [
    path("", list.list_notices, name="list"),
    path("write/", write.write, name="write"),
    path("<slug:code>/change/", change.change, name="change"),
    path("<slug:code>/<int:version>/", read.read, name="read"),
]

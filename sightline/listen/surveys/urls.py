from django.urls import path

from sightline.listen.surveys.pages import add, list, mapping, round, show

app_name = "surveys"
urlpatterns = [
    path("", list.list_surveys, name="list"),
    path("add/", add.add, name="add"),
    path("<slug:code>/", show.show, name="show"),
    path("<slug:code>/round/", round.add_round, name="round"),
    path("<slug:code>/mapping/", mapping.mapping, name="mapping"),
]

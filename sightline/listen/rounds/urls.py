from django.urls import include, path

from sightline.listen.rounds.pages import add, end, list, notice, open, show

app_name = "rounds"
urlpatterns = [
    path("", list.list_rounds, name="list"),
    path("add/", add.add, name="add"),
    path("focused/", include("sightline.listen.rounds.focused.urls")),
    path("notices/", include("sightline.listen.rounds.notices.urls")),
    path("<int:pk>/", show.show, name="show"),
    path("<int:pk>/open/", open.open_round, name="open"),
    path("<int:pk>/end/", end.end, name="end"),
    path("<int:pk>/notice/", notice.notice, name="notice"),
]

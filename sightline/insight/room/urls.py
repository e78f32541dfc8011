from django.urls import path

from sightline.insight.room.pages import find, judge, room, standard

app_name = "room"
urlpatterns = [
    path("", find.find, name="find"),
    path("<str:level>/<str:code>/", room.show, name="place"),
    path("<str:level>/<str:code>/standard/<str:number>/", standard.standard, name="standard"),
    path("<str:level>/<str:code>/standard/<str:number>/judge/", judge.judge, name="judge"),
    path("<str:level>/<str:code>/<str:part>/", room.show, name="place"),
    path(
        "<str:level>/<str:code>/<str:part>/standard/<str:number>/",
        standard.standard,
        name="standard",
    ),
    path(
        "<str:level>/<str:code>/<str:part>/standard/<str:number>/judge/",
        judge.judge,
        name="judge",
    ),
]

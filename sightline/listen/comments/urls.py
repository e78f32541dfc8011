from django.urls import path

from sightline.listen.comments.pages import (
    list,
    public,
    read,
    release,
    released,
    show,
    take_on,
    withhold,
)

app_name = "comments"
urlpatterns = [
    path("", list.list_comments, name="list"),
    path("read/", read.read, name="read"),
    path("released/", released.released, name="released"),
    path("public/<str:code>/", public.public, name="public"),
    path("<slug:key>/", show.show, name="show"),
    path("<slug:key>/release/", release.release, name="release"),
    path("<slug:key>/withhold/", withhold.withhold, name="withhold"),
    path("<slug:key>/take_on/", take_on.take_on, name="take_on"),
]

from django.urls import path

from sightline.listen.forums.points.pages import (
    add,
    came,
    commit,
    list,
    practice,
    promise,
    settle,
    show,
    tell,
    told,
)

app_name = "points"
urlpatterns = [
    path("", list.list_points, name="list"),
    path("told/", told.told, name="told"),
    path("settle/<int:key>/", settle.settle, name="settle"),
    path("add/<slug:forum>/<int:number>/", add.add, name="add"),
    path("tell/<slug:forum>/<int:number>/", tell.tell, name="tell"),
    path("<slug:reference>/", show.show, name="show"),
    path("<slug:reference>/came/", came.came, name="came"),
    path("<slug:reference>/promise/", promise.promise, name="promise"),
    path("<slug:reference>/commit/", commit.commit, name="commit"),
    path("<slug:reference>/practice/", practice.practice, name="practice"),
]

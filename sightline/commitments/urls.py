from django.urls import path

from sightline.commitments.pages import check, due, list, prove, show

app_name = "commitments"
urlpatterns = [
    path("", list.list_commitments, name="list"),
    path("<slug:reference>/", show.show, name="show"),
    path("<slug:reference>/prove/", prove.prove, name="prove"),
    path("<slug:reference>/check/", check.check, name="check"),
    path("<slug:reference>/due/", due.due, name="due"),
]

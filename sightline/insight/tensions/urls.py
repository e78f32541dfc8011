from django.urls import path

from sightline.insight.tensions.pages import end, list, look, show

app_name = "tensions"
urlpatterns = [
    path("", list.list_tensions, name="list"),
    path("look/", look.look, name="look"),
    path("<slug:reference>/", show.show, name="show"),
    path("<slug:reference>/end/", end.end, name="end"),
]

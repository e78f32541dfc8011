from django.urls import path

from sightline.insight.signals.pages import end, join, list, look, precision, raise_, show

app_name = "signals"
urlpatterns = [
    path("", list.list_signals, name="list"),
    path("look/", look.look, name="look"),
    path("precision/", precision.precision, name="precision"),
    path("<slug:reference>/", show.show, name="show"),
    path("<slug:reference>/raise/", raise_.raise_, name="raise"),
    path("<slug:reference>/join/", join.join, name="join"),
    path("<slug:reference>/end/", end.end, name="end"),
]

from django.urls import path

from sightline.insight.reports.pages import cancel, download, place, run, runs

app_name = "reports"
urlpatterns = [
    path("", runs.runs, name="runs"),
    path("run/<int:pk>/", run.run, name="run"),
    path("run/<int:pk>/cancel/", cancel.cancel, name="cancel"),
    path("run/<int:pk>/download/", download.download, name="download"),
    path("<str:level>/<str:code>/", place.place, name="place"),
]

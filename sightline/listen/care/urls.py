from django.urls import include, path

from sightline.listen.care.pages.hub import hub
from sightline.listen.care.pages.log import log

app_name = "care"
urlpatterns = [
    path("", hub, name="hub"),
    path("log/", log, name="log"),
    path("requests/", include("sightline.listen.care.requests.urls")),
]

from django.urls import path

from sightline.listen.voices.guardians.pages.find import find
from sightline.listen.voices.guardians.pages.keep import keep
from sightline.listen.voices.guardians.pages.list import list_guardians

app_name = "guardians"
urlpatterns = [
    path("", list_guardians, name="list"),
    path("find/", find, name="find"),
    path("<str:code>/keep/", keep, name="keep"),
]

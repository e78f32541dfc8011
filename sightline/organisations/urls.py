from django.urls import path

from sightline.organisations.pages.compare import compare
from sightline.organisations.pages.dry_run import dry_run
from sightline.organisations.pages.errors import errors
from sightline.organisations.pages.list import list_organisations
from sightline.organisations.pages.load import load
from sightline.organisations.pages.programmes import programmes
from sightline.organisations.pages.show import show

app_name = "organisations"
urlpatterns = [
    path("", list_organisations, name="list"),
    path("programmes/", programmes, name="programmes"),
    path("load/", load, name="load"),
    path("dry-run/<int:pk>/", dry_run, name="dry_run"),
    path("dry-run/<int:pk>/errors/", errors, name="errors"),
    path("<str:code>/compare/", compare, name="compare"),
    path("<str:code>/", show, name="show"),
]

from django.urls import path

from sightline.standards.pages.framework import framework
from sightline.standards.pages.load import load
from sightline.standards.pages.regulators import regulator, regulators
from sightline.standards.pages.standard import standard
from sightline.standards.succession.pages import decide, show

app_name = "standards"
urlpatterns = [
    path("", framework, name="framework"),
    path("load/", load, name="load"),
    path("regulators/", regulators, name="regulators"),
    path("regulators/<slug:code>/", regulator, name="regulator"),
    path("succession/<str:code>/", show.show, name="succession"),
    path("succession/<str:code>/accept/", show.accept, name="succession_accept"),
    path("succession/<str:code>/<str:number>/", decide.decide, name="succession_decide"),
    path("<str:number>/", standard, name="standard"),
]

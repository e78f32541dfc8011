from django.urls import path

from sightline.standards.pages.framework import framework
from sightline.standards.pages.load import load
from sightline.standards.pages.regulators import regulator, regulators
from sightline.standards.pages.standard import standard

app_name = "standards"
urlpatterns = [
    path("", framework, name="framework"),
    path("load/", load, name="load"),
    path("regulators/", regulators, name="regulators"),
    path("regulators/<slug:code>/", regulator, name="regulator"),
    path("<str:number>/", standard, name="standard"),
]

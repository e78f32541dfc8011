from django.urls import path

from sightline.standards.pages.framework import framework
from sightline.standards.pages.load import load
from sightline.standards.pages.standard import standard

app_name = "standards"
urlpatterns = [
    path("", framework, name="framework"),
    path("load/", load, name="load"),
    path("<str:number>/", standard, name="standard"),
]

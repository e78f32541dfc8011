from django.urls import path

from sightline.api.odata.pages.read import count, read
from sightline.api.odata.pages.service import describe, service

app_name = "odata"
urlpatterns = [
    path("", service, name="service"),
    path("$metadata", describe, name="metadata"),
    path("<str:resource>/$count", count, name="count"),
    path("<str:resource>", read, name="read"),
]

from django.urls import path

from sightline.listen.care.requests.pages.add import add
from sightline.listen.care.requests.pages.erase import erase
from sightline.listen.care.requests.pages.file import file
from sightline.listen.care.requests.pages.finish import finish
from sightline.listen.care.requests.pages.identity import identity
from sightline.listen.care.requests.pages.list import list_requests
from sightline.listen.care.requests.pages.read import read
from sightline.listen.care.requests.pages.show import show

app_name = "requests"
urlpatterns = [
    path("", list_requests, name="list"),
    path("add/", add, name="add"),
    path("<slug:reference>/", show, name="show"),
    path("<slug:reference>/identity/", identity, name="identity"),
    path("<slug:reference>/read/", read, name="read"),
    path("<slug:reference>/file/", file, name="file"),
    path("<slug:reference>/erase/", erase, name="erase"),
    path("<slug:reference>/finish/", finish, name="finish"),
]

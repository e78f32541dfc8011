from django.urls import path

from sightline.home.pages.accessibility import accessibility
from sightline.home.pages.attributions import attributions
from sightline.home.pages.cookies import cookies
from sightline.home.pages.healthy import healthy
from sightline.home.pages.privacy import privacy
from sightline.home.pages.search import search
from sightline.home.pages.today import today

app_name = "home"
urlpatterns = [
    path("", today, name="today"),
    path("search/", search, name="search"),
    path("accessibility/", accessibility, name="accessibility"),
    path("privacy/", privacy, name="privacy"),
    path("cookies/", cookies, name="cookies"),
    path("attributions/", attributions, name="attributions"),
    path("healthy/", healthy, name="healthy"),
]

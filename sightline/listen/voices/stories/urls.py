from django.urls import path

from sightline.listen.voices.stories.pages.public import find, public
from sightline.listen.voices.stories.pages.release import release
from sightline.listen.voices.stories.pages.withdraw import withdraw

app_name = "stories"
urlpatterns = [
    path("", find, name="find"),
    path("<str:code>/", public, name="public"),
    path("<str:number>/release/", release, name="release"),
    path("<str:number>/withdraw/", withdraw, name="withdraw"),
]

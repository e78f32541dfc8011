from django.urls import include, path

from sightline.listen.voices.pages.do import do
from sightline.listen.voices.pages.erase import erase
from sightline.listen.voices.pages.list import list_voices
from sightline.listen.voices.pages.policy import policy
from sightline.listen.voices.pages.questions import questions
from sightline.listen.voices.pages.raise_ import raise_
from sightline.listen.voices.pages.return_ import return_
from sightline.listen.voices.pages.show import show

app_name = "voices"
urlpatterns = [
    path("", list_voices, name="list"),
    path("raise/", raise_, name="raise"),
    path("raise/questions/", questions, name="questions"),
    path("return/", return_, name="return"),
    path("erase/", erase, name="erase"),
    path("policy/", policy, name="policy"),
    path("guardians/", include("sightline.listen.voices.guardians.urls")),
    path("stories/", include("sightline.listen.voices.stories.urls")),
    path("<str:number>/", show, name="show"),
    path("<str:number>/<slug:what>/", do, name="do"),
]

from django.urls import path

from sightline.govern.expansions.pages import ask, decide, list, show

app_name = "expansions"
urlpatterns = [
    path("", list.list_expansions, name="list"),
    path("ask/", ask.ask, name="ask"),
    path("<slug:reference>/", show.show, name="show"),
    path("<slug:reference>/decide/", decide.decide, name="decide"),
]

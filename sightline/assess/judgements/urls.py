from django.urls import path

from sightline.assess.judgements.pages import list, show

app_name = "judgements"
urlpatterns = [
    path("", list.list_judgements, name="list"),
    path("<slug:reference>/", show.show, name="show"),
]

from django.urls import path

from sightline.listen.silence.pages import list, measures, no_action, show, sign, take_back

app_name = "silence"
urlpatterns = [
    path("", list.list_providers, name="list"),
    path("measures/", measures.measures, name="measures"),
    path("no_action/<slug:reference>/", no_action.no_action, name="no_action"),
    path("no_action/<slug:reference>/take_back/", take_back.take_back, name="take_back"),
    path("<str:code>/", show.show, name="show"),
    path("<str:code>/sign/", sign.sign, name="sign"),
]

from django.urls import URLPattern, URLResolver, include, path

from sightline.assess.pages import hub

app_name = "assess"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", hub.hub, name="hub"),
    path("evidence/", include("sightline.assess.evidence.urls")),
    path("judgements/", include("sightline.assess.judgements.urls")),
    path("applicable/", include("sightline.assess.applicable.urls")),
    path("returns/", include("sightline.assess.returns.urls")),
]

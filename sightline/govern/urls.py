from django.urls import include, path

from sightline.govern.pages import hub

app_name = "govern"
urlpatterns = [
    path("", hub.hub, name="hub"),
    path("approvals/", include("sightline.govern.approvals.urls")),
    path("capacity/", include("sightline.govern.capacity.urls")),
    path("expansions/", include("sightline.govern.expansions.urls")),
    path("files/", include("sightline.govern.files.urls")),
    path("framework/", include("sightline.govern.framework.urls")),
    path("passports/", include("sightline.govern.passports.urls")),
]

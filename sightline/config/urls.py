"""Where every page is. The path of a page is the path of its file."""

from django.urls import include, path

urlpatterns = [
    path("", include("sightline.home.urls")),
    path("", include("sightline.people.urls")),
    path("organisations/", include("sightline.organisations.urls")),
    path("standards/", include("sightline.standards.urls")),
    path("insight/", include("sightline.insight.urls")),
    path("govern/", include("sightline.govern.urls")),
    path("listen/", include("sightline.listen.urls")),
    path("commitments/", include("sightline.commitments.urls")),
    path("assess/", include("sightline.assess.urls")),
    path("respond/", include("sightline.respond.urls")),
    path("a/", include("sightline.listen.answering.urls")),
    path("api/", include("sightline.api.urls")),
    path("design/", include("sightline.design.urls")),
]

# What people read when something went wrong. The sign-in library asks for the one for 429.
handler400 = "sightline.design.errors.bad_request"
handler403 = "sightline.design.errors.not_allowed"
handler404 = "sightline.design.errors.not_found"
handler429 = "sightline.design.errors.too_many"
handler500 = "sightline.design.errors.server_error"

from django.urls import include, path

app_name = "listen"
urlpatterns = [
    path("surveys/", include("sightline.listen.surveys.urls")),
    path("imports/", include("sightline.listen.imports.urls")),
    path("replies/", include("sightline.listen.replies.urls")),
]

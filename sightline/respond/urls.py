from django.urls import include, path

app_name = "respond"
urlpatterns = [
    path("requests/", include("sightline.respond.requests.urls")),
    path("rounds/", include("sightline.respond.rounds.urls")),
    path("register/", include("sightline.respond.register.urls")),
]

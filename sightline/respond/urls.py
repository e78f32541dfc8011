from django.urls import include, path

app_name = "respond"
urlpatterns = [
    path("rounds/", include("sightline.respond.rounds.urls")),
    path("register/", include("sightline.respond.register.urls")),
]

from django.urls import include, path

app_name = "respond"
urlpatterns = [
    path("register/", include("sightline.respond.register.urls")),
]

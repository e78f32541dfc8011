from django.urls import include, path

app_name = "govern"
urlpatterns = [
    path("files/", include("sightline.govern.files.urls")),
    path("framework/", include("sightline.govern.framework.urls")),
]

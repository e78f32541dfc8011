from django.urls import include, path

app_name = "govern"
urlpatterns = [
    path("framework/", include("sightline.govern.framework.urls")),
]

from django.urls import URLPattern, URLResolver, include, path

app_name = "assess"
urlpatterns: list[URLPattern | URLResolver] = [
    path("returns/", include("sightline.assess.returns.urls")),
]

from django.urls import include, path

from sightline.api.pages.help import help_page

app_name = "api"
urlpatterns = [
    path("", help_page, name="help"),
    path("odata/v4/", include("sightline.api.odata.urls")),
]

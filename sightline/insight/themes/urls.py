from django.urls import path

from sightline.insight.themes.pages import themes

app_name = "themes"
urlpatterns = [
    path("", themes.start, name="start"),
    path("<str:level>/<str:code>/", themes.of_place, name="show"),
]

from django.urls import path

from sightline.assess.applicable.pages import applies, settings

app_name = "applicable"
urlpatterns = [
    path("", settings.settings, name="settings"),
    path("<str:level>/<str:code>/", applies.applies, name="applies"),
    path("<str:level>/<str:code>/<str:part>/", applies.applies, name="applies"),
]

from django.urls import path

from sightline.listen.rounds.focused.pages.ask import ask

app_name = "focused"
urlpatterns = [path("", ask, name="ask")]

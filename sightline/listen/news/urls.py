from django.urls import path

from sightline.listen.news.pages import ask, confirm, stop

app_name = "news"
urlpatterns = [
    path("confirm/<str:token>/", confirm.confirm, name="confirm"),
    path("stop/<str:token>/", stop.stop, name="stop"),
    path("<str:code>/", ask.ask, name="ask"),
]

from django.urls import path

from sightline.respond.rounds.pages import close, list, open_again, show

app_name = "rounds"
urlpatterns = [
    path("", list.list_places, name="list"),
    path("<slug:survey>/<int:year>/<str:code>/", show.show, name="show"),
    path("<slug:survey>/<int:year>/<str:code>/close/", close.close, name="close"),
    path("<slug:survey>/<int:year>/<str:code>/open_again/", open_again.open_again, name="open"),
]

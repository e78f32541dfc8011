from django.urls import path

from sightline.listen.invitations.printed.pages.add import add
from sightline.listen.invitations.printed.pages.cards import cards
from sightline.listen.invitations.printed.pages.code import code
from sightline.listen.invitations.printed.pages.end import end
from sightline.listen.invitations.printed.pages.list import list_
from sightline.listen.invitations.printed.pages.poster import poster
from sightline.listen.invitations.printed.pages.slide import slide

app_name = "printed"
urlpatterns = [
    path("list/<int:pk>/", list_, name="list"),
    path("add/<int:pk>/", add, name="add"),
    path("cards/<int:pk>/", cards, name="cards"),
    path("<int:pk>/poster/", poster, name="poster"),
    path("<int:pk>/slide/", slide, name="slide"),
    path("<int:pk>/code/", code, name="code"),
    path("<int:pk>/end/", end, name="end"),
]

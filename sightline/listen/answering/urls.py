from django.urls import path

from sightline.listen.answering.pages import later, placement, questions, seen, send, sent, start

app_name = "answering"
urlpatterns = [
    path("placement/", placement.placement, name="placement"),
    path("questions/<int:page>/", questions.questions, name="questions"),
    path("later/", later.later, name="later"),
    path("seen/", seen.seen, name="seen"),
    path("send/", send.send, name="send"),
    path("sent/", sent.sent, name="sent"),
    path("<str:token>/", start.start, name="start"),
]

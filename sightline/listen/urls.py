from django.urls import include, path

from sightline.listen.answering.pages import close
from sightline.listen.pages.hub import hub

app_name = "listen"
urlpatterns = [
    path("", hub, name="hub"),
    path("bank/", include("sightline.listen.bank.urls")),
    path("questionnaires/editing/", include("sightline.listen.questionnaires.editing.urls")),
    path("questionnaires/", include("sightline.listen.questionnaires.urls")),
    path("rounds/", include("sightline.listen.rounds.urls")),
    path("surveys/", include("sightline.listen.surveys.urls")),
    path("imports/", include("sightline.listen.imports.urls")),
    path("care/", include("sightline.listen.care.urls")),
    path("codesign/", include("sightline.listen.codesign.urls")),
    path("forums/", include("sightline.listen.forums.urls")),
    path("outside/", include("sightline.listen.outside.urls")),
    path("invitations/", include("sightline.listen.invitations.urls")),
    path("monitor/", include("sightline.listen.monitor.urls")),
    path("comments/", include("sightline.listen.comments.urls")),
    path("codebook/", include("sightline.listen.codebook.urls")),
    path("news/", include("sightline.listen.news.urls")),
    path("silence/", include("sightline.listen.silence.urls")),
    path("live/", include("sightline.listen.live.urls")),
    path("answering/<int:pk>/close/", close.close, name="close"),
    path("replies/", include("sightline.listen.replies.urls")),
    path("voices/", include("sightline.listen.voices.urls")),
]

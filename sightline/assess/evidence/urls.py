from django.urls import path

from sightline.assess.evidence.pages import add, file, list, show, withdraw

app_name = "evidence"
urlpatterns = [
    path("", list.list_evidence, name="list"),
    path("add/<str:level>/<str:code>/", add.add, name="add"),
    path("add/<str:level>/<str:code>/<str:part>/", add.add, name="add"),
    path("<slug:reference>/", show.show, name="show"),
    path("<slug:reference>/file/", file.file, name="file"),
    path("<slug:reference>/withdraw/", withdraw.withdraw, name="withdraw"),
]

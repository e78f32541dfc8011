from django.urls import path

from sightline.listen.codebook.coding.pages import agreement, code
from sightline.listen.codebook.found.pages import found, settle
from sightline.listen.codebook.pages import add, change, list, merge, retire, show
from sightline.listen.codebook.runs.pages import run

app_name = "codebook"
urlpatterns = [
    path("", list.list_codes, name="list"),
    path("add/", add.add, name="add"),
    path("code/", code.code_next, name="code"),
    path("code/<slug:key>/", code.code_again, name="code_again"),
    path("agreement/", agreement.agreement, name="agreement"),
    path("found/", found.found, name="found"),
    path("found/<int:pk>/", settle.settle, name="settle"),
    path("runs/<int:pk>/", run.run, name="run"),
    path("<int:pk>/", show.show, name="show"),
    path("<int:pk>/change/", change.change, name="change"),
    path("<int:pk>/merge/", merge.merge, name="merge"),
    path("<int:pk>/retire/", retire.retire, name="retire"),
    path("<int:pk>/bring_back/", retire.bring_back, name="bring_back"),
]

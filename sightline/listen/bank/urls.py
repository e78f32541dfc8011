from django.urls import path

from sightline.listen.bank.pages import add, describe, labels, list, show, translate, wording

app_name = "bank"
urlpatterns = [
    path("", list.list_items, name="list"),
    path("add/", add.add, name="add"),
    path("labels/", labels.labels, name="labels"),
    path("<slug:code>/", show.show, name="show"),
    path("<slug:code>/wording/", wording.change_wording, name="wording"),
    path("<slug:code>/translate/", translate.translate, name="translate"),
    path("<slug:code>/describe/", describe.describe, name="describe"),
]

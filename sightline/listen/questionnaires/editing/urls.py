from django.urls import path

from sightline.listen.questionnaires.editing.pages import (
    add,
    ask_if,
    bank,
    languages,
    own,
    page,
    publish,
    show,
)

app_name = "editing"
urlpatterns = [
    path("add/", add.add, name="add"),
    path("<slug:code>/", show.show, name="show"),
    path("<slug:code>/bank/", bank.bank, name="bank"),
    path("<slug:code>/own/", own.own, name="own"),
    path("<slug:code>/page/", page.page, name="page"),
    path("<slug:code>/ask-if/", ask_if.ask_if, name="ask_if"),
    path("<slug:code>/languages/", languages.languages, name="languages"),
    path("<slug:code>/publish/", publish.publish, name="publish"),
]

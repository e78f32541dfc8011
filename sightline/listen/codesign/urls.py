from django.urls import path

from sightline.listen.codesign.pages import (
    add,
    close,
    list,
    moderate,
    open,
    put,
    show,
    take,
    vote,
)

app_name = "codesign"
urlpatterns = [
    path("", list.list_conversations, name="list"),
    path("add/", add.add, name="add"),
    path("vote/<str:token>/", vote.vote, name="vote"),
    path("<slug:reference>/", show.show, name="show"),
    path("<slug:reference>/put/", put.put, name="put"),
    path("<slug:reference>/open/", open.open_, name="open"),
    path("<slug:reference>/moderate/", moderate.moderate, name="moderate"),
    path("<slug:reference>/close/", close.close, name="close"),
    path("<slug:reference>/take/<int:number>/", take.take, name="take"),
]

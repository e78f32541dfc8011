from django.urls import path

from sightline.govern.approvals.pages import (
    apply,
    ask,
    condition,
    decide,
    document,
    invite,
    learners,
    list,
    move,
    new_place,
    panel,
    people,
    place,
    rely,
    send,
    show,
    what,
)

app_name = "approvals"
urlpatterns = [
    path("", list.list_approvals, name="list"),
    path("apply/", apply.apply, name="apply"),
    path("new-place/", new_place.new_place, name="new_place"),
    path("people/", people.people, name="people"),
    path("place/<str:token>/", place.place, name="place"),
    path("<slug:reference>/", show.show, name="show"),
    path("<slug:reference>/what/", what.what, name="what"),
    path("<slug:reference>/learners/", learners.learners, name="learners"),
    path("<slug:reference>/document/", document.add, name="document"),
    path("<slug:reference>/document/<int:pk>/", document.take, name="take"),
    path(
        "<slug:reference>/document/<int:pk>/withdraw/", document.withdraw, name="withdraw_document"
    ),
    path("<slug:reference>/invite/", invite.invite, name="invite"),
    path("<slug:reference>/send/", send.send, name="send"),
    path("<slug:reference>/move/<slug:to>/", move.move, name="move"),
    path("<slug:reference>/panel/", panel.panel, name="panel"),
    path("<slug:reference>/decide/", decide.decide, name="decide"),
    path("<slug:reference>/condition/<int:pk>/", condition.condition, name="condition"),
    path("<slug:reference>/rely/", rely.rely, name="rely"),
    path("<slug:reference>/ask/", ask.ask, name="ask"),
    path("<slug:reference>/ask/<int:pk>/", ask.answer, name="answer"),
]

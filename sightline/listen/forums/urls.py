from django.urls import include, path

from sightline.listen.forums.pages import (
    add,
    attendance,
    end,
    list,
    meet,
    meeting,
    members,
    show,
    team,
)

app_name = "forums"
urlpatterns = [
    path("", list.list_forums, name="list"),
    path("add/", add.add, name="add"),
    path("points/", include("sightline.listen.forums.points.urls")),
    path("<slug:reference>/", show.show, name="show"),
    path("<slug:reference>/team/", team.team, name="team"),
    path("<slug:reference>/members/", members.members, name="members"),
    path("<slug:reference>/meet/", meet.meet, name="meet"),
    path("<slug:reference>/end/", end.end, name="end"),
    path("<slug:reference>/<int:number>/", meeting.meeting, name="meeting"),
    path("<slug:reference>/<int:number>/attendance/", attendance.attendance, name="attendance"),
]

from django.urls import path

from sightline.listen.replies.pages import (
    amend,
    behind,
    draft,
    list,
    poster,
    public,
    publish,
    reopened,
    show,
    withdraw,
)

app_name = "replies"
urlpatterns = [
    path("", list.list_replies, name="list"),
    path("draft/", draft.draft, name="draft"),
    path("public/", public.find, name="public_find"),
    path("public/<str:code>/", public.public, name="public"),
    path("public/<str:code>/<str:programme_code>/", public.public, name="public"),
    path("poster/<str:code>/", poster.poster, name="poster"),
    path("poster/<str:code>/<str:programme_code>/", poster.poster, name="poster"),
    path("<slug:reference>/", show.show, name="show"),
    path("<slug:reference>/amend/", amend.amend, name="amend"),
    path("<slug:reference>/publish/", publish.publish, name="publish"),
    path("<slug:reference>/reopened/", reopened.reopened, name="reopened"),
    path("<slug:reference>/withdraw/", withdraw.withdraw, name="withdraw"),
    path("<slug:reference>/behind/", behind.behind, name="behind"),
]

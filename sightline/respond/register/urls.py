from django.urls import path

from sightline.respond.register.pages import (
    about,
    answer,
    ask,
    categories,
    close,
    commit,
    decide,
    download,
    evidence,
    list,
    load_categories,
    note,
    raise_,
    reopen,
    review,
    share,
    show,
    where,
)

app_name = "register"
urlpatterns = [
    path("", list.list_, name="list"),
    path("raise/", raise_.raise_, name="raise"),
    path("raise/where/", where.where, name="where"),
    path("raise/about/", about.about, name="about"),
    path("download/", download.download, name="download"),
    path("categories/", categories.categories, name="categories"),
    path("categories/load/", load_categories.load_categories, name="load_categories"),
    path("<slug:reference>/", show.show, name="show"),
    path("<slug:reference>/review/", review.review, name="review"),
    path("<slug:reference>/share/", share.share, name="share"),
    path("<slug:reference>/note/", note.note, name="note"),
    path("<slug:reference>/ask/", ask.ask, name="ask"),
    path("<slug:reference>/answer/", answer.answer, name="answer"),
    path("<slug:reference>/evidence/", evidence.evidence, name="evidence"),
    path("<slug:reference>/decide/", decide.decide, name="decide"),
    path("<slug:reference>/commit/", commit.commit, name="commit"),
    path("<slug:reference>/close/", close.close, name="close"),
    path("<slug:reference>/reopen/", reopen.reopen, name="reopen"),
]

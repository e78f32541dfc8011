from django.urls import path

from sightline.assess.returns.answering.pages import begin, evidence, named, note, section
from sightline.assess.returns.attestation.pages import amend, sign, version
from sightline.assess.returns.campaigns.pages import add, ask, dates, take_out
from sightline.assess.returns.campaigns.pages import list as campaigns
from sightline.assess.returns.campaigns.pages import show as campaign
from sightline.assess.returns.contributors.pages import contribute, end_link
from sightline.assess.returns.contributors.pages import list as contributors
from sightline.assess.returns.letters.pages import letter
from sightline.assess.returns.offline.pages import offline
from sightline.assess.returns.pages import list, show
from sightline.assess.returns.report.pages import report
from sightline.assess.returns.review.pages import decide, find, finding, queries, review

app_name = "returns"
urlpatterns = [
    path("", list.list_returns, name="list"),
    path("campaigns/", campaigns.list_campaigns, name="campaigns"),
    path("campaigns/add/", add.add, name="add_campaign"),
    path("campaigns/<slug:code>/", campaign.show, name="campaign"),
    path("campaigns/<slug:code>/dates/", dates.dates, name="dates"),
    path("campaigns/take-out/<slug:reference>/", take_out.take_out, name="take_out"),
    path("campaigns/<slug:code>/ask/", ask.ask, name="ask"),
    path("answering/<slug:reference>/begin/", begin.begin, name="begin"),
    path("answering/<slug:reference>/evidence/", evidence.evidence, name="evidence"),
    path("answering/<slug:reference>/evidence/<int:pk>/", named.change, name="change_evidence"),
    path(
        "answering/<slug:reference>/evidence/<int:pk>/take-out/",
        named.take_out,
        name="take_out_evidence",
    ),
    path("answering/<slug:reference>/<slug:section>/", section.section, name="section"),
    path("answering/<slug:reference>/<slug:section>/note/", note.note, name="note"),
    path("attestation/<slug:reference>/sign/", sign.sign, name="sign"),
    path("attestation/<slug:reference>/amend/", amend.amend, name="amend"),
    path("attestation/<slug:reference>/<int:number>/", version.version, name="version"),
    path("contributors/link/<str:token>/", contribute.contribute, name="contribute"),
    path("contributors/<slug:reference>/", contributors.list_contributors, name="contributors"),
    path("contributors/<slug:reference>/<int:pk>/end/", end_link.end_link, name="end_link"),
    path("review/findings/<slug:commitment>/", finding.finding, name="finding"),
    path("review/<slug:reference>/", review.review, name="review"),
    path("review/<slug:reference>/queries/", queries.queries_of, name="queries"),
    path("review/<slug:reference>/queries/<int:pk>/reply/", queries.reply, name="reply"),
    path("review/<slug:reference>/<slug:question>/decide/", decide.decide, name="decide"),
    path("review/<slug:reference>/<slug:question>/find/", find.find, name="find"),
    path("letters/<slug:reference>/", letter.letter, name="letter"),
    path("letters/<slug:reference>/send/", letter.send_letter, name="send_letter"),
    path("offline/<slug:reference>/", offline.offline, name="offline"),
    path("offline/<slug:reference>/download/", offline.download, name="offline_download"),
    path("offline/<slug:reference>/<int:pk>/", offline.check, name="offline_check"),
    path("report/<slug:code>/", report.report, name="report"),
    path("<slug:reference>/", show.show, name="show"),
]

"""The tables of this stage stand with their nouns."""

from sightline.listen.answering.models import Draft, StoredAnswer, WaitingAnswer
from sightline.listen.bank.models import BankItem, BankScale, BankTheme, Wording, WordingTranslation
from sightline.listen.care.models import DataRequest, RetentionRun
from sightline.listen.codebook.coding.models import AppliedCode, Coding
from sightline.listen.codebook.found.models import Example, FoundTheme, ThemeSearch, ThemeVerdict
from sightline.listen.codebook.learning.models import Learning, Proposal
from sightline.listen.codebook.models import Code, CodeVersion
from sightline.listen.codebook.runs.models import CodebookRun
from sightline.listen.codesign.models import Conversation, Participant, Statement, Vote
from sightline.listen.comments.models import Comment, CommentDecision
from sightline.listen.forums.models import Attendance, Forum, ForumMember, Meeting
from sightline.listen.forums.points.models import Outcome, Point, Promise, RaisedConcern, Telling
from sightline.listen.imports.models import SurveyImport
from sightline.listen.invitations.messages.models import Contact, OptOut, Outgoing, Wave
from sightline.listen.invitations.models import Cell, Invitation, OpenLink
from sightline.listen.invitations.roster.models import Roster
from sightline.listen.invitations.touchpoints.models import Series, Touchpoint
from sightline.listen.live.models import Released, RunningCell
from sightline.listen.news.models import News, NewsAddress
from sightline.listen.outside.models import (
    Edition,
    EducationProvider,
    Figure,
    Indicator,
    OutsideImport,
    Placing,
    Source,
    Unit,
)
from sightline.listen.questionnaires.models import Questionnaire, QuestionnaireVersion
from sightline.listen.replies.models import Confirmation, Reopening, Reply
from sightline.listen.rounds.models import Collection
from sightline.listen.rounds.notices.models import PrivacyNotice
from sightline.listen.silence.models import NoAction, NoActionEnd
from sightline.listen.surveys.models import Mapping, Round, Survey
from sightline.listen.voices.guardians.models import Guardian
from sightline.listen.voices.models import Voice, VoiceMessage, VoiceOpening, VoicePolicy
from sightline.listen.voices.receipts.models import ReceiptAttempt
from sightline.listen.voices.stories.models import Story

__all__ = [
    "AppliedCode",
    "Attendance",
    "BankItem",
    "BankScale",
    "BankTheme",
    "Cell",
    "Code",
    "CodeVersion",
    "CodebookRun",
    "Coding",
    "Collection",
    "Comment",
    "CommentDecision",
    "Confirmation",
    "Contact",
    "Conversation",
    "DataRequest",
    "Draft",
    "Edition",
    "EducationProvider",
    "Example",
    "Figure",
    "Forum",
    "ForumMember",
    "FoundTheme",
    "Guardian",
    "Indicator",
    "Invitation",
    "Learning",
    "Mapping",
    "Meeting",
    "News",
    "NewsAddress",
    "NoAction",
    "NoActionEnd",
    "OpenLink",
    "OptOut",
    "Outcome",
    "Outgoing",
    "OutsideImport",
    "Participant",
    "Placing",
    "Point",
    "PrivacyNotice",
    "Promise",
    "Proposal",
    "Questionnaire",
    "QuestionnaireVersion",
    "RaisedConcern",
    "ReceiptAttempt",
    "Released",
    "Reopening",
    "Reply",
    "RetentionRun",
    "Roster",
    "Round",
    "RunningCell",
    "Series",
    "Source",
    "Statement",
    "StoredAnswer",
    "Story",
    "Survey",
    "SurveyImport",
    "Telling",
    "ThemeSearch",
    "ThemeVerdict",
    "Touchpoint",
    "Unit",
    "Voice",
    "VoiceMessage",
    "VoiceOpening",
    "VoicePolicy",
    "Vote",
    "WaitingAnswer",
    "Wave",
    "Wording",
    "WordingTranslation",
]

"""What can be permitted. Each has a plain sentence that completes "may …"."""

from enum import StrEnum


class Permission(StrEnum):
    VIEW_HOME = "see what needs them today"
    VIEW_ORGANISATIONS = "see organisations"
    LOAD_ORGANISATIONS = "load the official lists of organisations"
    MANAGE_STANDARDS = "load a new version of the framework"
    MANAGE_PEOPLE = "see who has which role, and give and end roles"
    VIEW_RESULTS = "see survey results"
    IMPORT_SURVEY = "import a survey and switch its results in"
    LINK_EDUCATION = "say which education providers send learners to a place"
    MANAGE_QUESTIONNAIRES = "make questionnaires and look after the question bank"
    RUN_ROUND = "open a survey round, invite people and close it"
    VIEW_ROUNDS = "watch who has answered while a round runs"
    TRIAGE_VOICES = "read and answer what people raise"
    VIEW_RESTRICTED = "open cases that name an individual"
    KEEP_GUARDIANS = "keep the contact of the Freedom to Speak Up guardian up to date"
    RUN_FORUMS = "run forums and co-design"
    VIEW_FORUMS = "see what was said in forums"
    MODERATE_COMMENTS = "release or withhold comments"
    CARE_FOR_DATA = "answer requests for personal data and look after retention"
    VIEW_CONCERNS = "see the shared part of concerns"
    VIEW_INTERNAL = "see the internal part of concerns"
    RAISE_CONCERN = "raise a concern"
    MANAGE_CONCERN = "review, share, close and reopen concerns"
    ANSWER_CONCERN = "answer a concern for the provider"
    DECIDE_CATEGORY = "decide an Intensive Support Framework category"
    VIEW_COMMITMENTS = "see commitments"
    AGREE_COMMITMENT = "agree a commitment"
    PROVE_COMMITMENT = "send proof that a commitment is kept"
    CHECK_COMMITMENT = "check proof that a commitment is kept"
    VIEW_REPLIES = "see replies to learners"
    DRAFT_REPLY = "draft a reply to learners"
    SIGN_NO_ACTION = "sign that nothing will be done about a low result"
    CLOSE_ROUND = "close a survey round on the register"
    PUBLISH_REPLY = "publish a reply to learners"


ALL_IN_SERVICE = frozenset(Permission)

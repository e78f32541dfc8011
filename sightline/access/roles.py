"""Who may do what: every role, on one page.

A role is given to a person at a place (the whole country, a region, an ICB or a provider) from a
day, and counts only for records of that place. Nothing is allowed that is not written here.
"""

from dataclasses import dataclass
from enum import StrEnum

from sightline.access.permissions import Permission as P


class Role(StrEnum):
    NATIONAL_LEAD = "national_lead"
    REGIONAL_QUALITY_MANAGER = "regional_quality_manager"
    ICB_LEAD = "icb_lead"
    DIRECTOR_OF_EDUCATION = "director_of_education"
    EXECUTIVE = "executive"
    EDUCATION_LEAD = "education_lead"
    LEARNER = "learner"
    ADMINISTRATOR = "administrator"
    RESTRICTED_CASES = "restricted_cases"
    RESTRICTED_CASES_NATIONAL = "restricted_cases_national"


class PlaceKind(StrEnum):
    """Where a role can be given."""

    NATION = "the whole country"
    REGION = "a region"
    ICB = "an integrated care board"
    PROVIDER = "a provider"


@dataclass(frozen=True)
class Definition:
    name: str
    sentence: str
    place: PlaceKind
    may: frozenset[P]


_QUALITY_TEAM = frozenset(
    {
        P.VIEW_HOME,
        P.VIEW_ORGANISATIONS,
        P.VIEW_OPEN_WORK,
        P.VIEW_RESULTS,
        P.VIEW_CONCERNS,
        P.VIEW_INTERNAL,
        P.RAISE_CONCERN,
        P.MANAGE_CONCERN,
        P.DECIDE_CATEGORY,
        P.VIEW_EVIDENCE,
        P.ADD_EVIDENCE,
        P.JUDGE_STANDARDS,
        P.VIEW_COMMITMENTS,
        P.AGREE_COMMITMENT,
        P.CHECK_COMMITMENT,
        P.VIEW_REPLIES,
        P.DRAFT_REPLY,
        P.PUBLISH_REPLY,
        P.SIGN_NO_ACTION,
        P.CLOSE_ROUND,
        P.LINK_EDUCATION,
        P.MANAGE_QUESTIONNAIRES,
        P.RUN_ROUND,
        P.VIEW_ROUNDS,
        P.TRIAGE_VOICES,
        P.KEEP_GUARDIANS,
        P.RUN_FORUMS,
        P.VIEW_FORUMS,
        P.MODERATE_COMMENTS,
        P.CODE_COMMENTS,
        P.VIEW_RETURNS,
        P.REVIEW_RETURN,
        P.VIEW_CAPACITY,
        P.COUNT_LEARNERS,
        P.APPROVE_CAPACITY,
        P.FIND_APPROVALS,
        P.VIEW_APPROVALS,
        P.APPLY_FOR_APPROVAL,
        P.DECIDE_APPROVAL,
    }
)

_RESTRICTED = frozenset({P.VIEW_HOME, P.VIEW_ORGANISATIONS, P.TRIAGE_VOICES, P.VIEW_RESTRICTED})

ROLES: dict[Role, Definition] = {
    Role.NATIONAL_LEAD: Definition(
        "National quality lead",
        "Sees the whole country, decides on the gravest concerns and imports national surveys.",
        PlaceKind.NATION,
        _QUALITY_TEAM | {P.IMPORT_SURVEY, P.MANAGE_STANDARDS, P.VIEW_RESTRICTED, P.RUN_CAMPAIGN},
    ),
    Role.REGIONAL_QUALITY_MANAGER: Definition(
        "Regional quality manager",
        "Runs the register of one region: raises, decides, agrees, checks and tells learners.",
        PlaceKind.REGION,
        _QUALITY_TEAM,
    ),
    Role.ICB_LEAD: Definition(
        "ICB education lead",
        "Sees results, shared concerns and evidence, commitments and replies in one ICB, and "
        "approves how many learners its places take.",
        PlaceKind.ICB,
        frozenset(
            {
                P.VIEW_HOME,
                P.VIEW_ORGANISATIONS,
                P.VIEW_RESULTS,
                P.VIEW_CONCERNS,
                P.RAISE_CONCERN,
                P.VIEW_EVIDENCE,
                P.VIEW_COMMITMENTS,
                P.VIEW_REPLIES,
                P.VIEW_ROUNDS,
                P.VIEW_FORUMS,
                P.VIEW_RETURNS,
                P.VIEW_CAPACITY,
                P.APPROVE_CAPACITY,
                P.FIND_APPROVALS,
                P.VIEW_APPROVALS,
            }
        ),
    ),
    Role.DIRECTOR_OF_EDUCATION: Definition(
        "Director of education",
        "Answers for one provider: reads its results, answers shared concerns, proves commitments.",
        PlaceKind.PROVIDER,
        frozenset(
            {
                P.VIEW_HOME,
                P.VIEW_ORGANISATIONS,
                P.VIEW_RESULTS,
                P.VIEW_CONCERNS,
                P.RAISE_CONCERN,
                P.ANSWER_CONCERN,
                P.VIEW_EVIDENCE,
                P.ADD_EVIDENCE,
                P.VIEW_COMMITMENTS,
                P.PROVE_COMMITMENT,
                P.VIEW_REPLIES,
                P.DRAFT_REPLY,
                P.VIEW_ROUNDS,
                P.VIEW_FORUMS,
                P.KEEP_GUARDIANS,
                P.LINK_EDUCATION,
                P.VIEW_RETURNS,
                P.ANSWER_RETURN,
                P.VIEW_CAPACITY,
                P.COUNT_LEARNERS,
                P.ASK_TO_EXPAND,
                P.FIND_APPROVALS,
                P.VIEW_APPROVALS,
                P.APPLY_FOR_APPROVAL,
            }
        ),
    ),
    Role.EXECUTIVE: Definition(
        "Executive",
        "Reads and signs the self-assessment of one provider, and stands for what it says.",
        PlaceKind.PROVIDER,
        frozenset(
            {
                P.VIEW_HOME,
                P.VIEW_ORGANISATIONS,
                P.VIEW_RESULTS,
                P.VIEW_COMMITMENTS,
                P.VIEW_RETURNS,
                P.SIGN_RETURN,
                P.ADD_EVIDENCE,
                P.VIEW_CAPACITY,
                P.FIND_APPROVALS,
                P.VIEW_APPROVALS,
            }
        ),
    ),
    Role.EDUCATION_LEAD: Definition(
        "Education provider’s placement lead",
        "Applies for the approval of places for a university or college, and relies on approvals; "
        "an administrator says for which.",
        PlaceKind.NATION,
        frozenset({P.VIEW_HOME, P.VIEW_ORGANISATIONS, P.FIND_APPROVALS, P.APPLY_FOR_APPROVAL}),
    ),
    Role.LEARNER: Definition(
        "Learner",
        "Reads what happened because of what learners said at their provider.",
        PlaceKind.PROVIDER,
        frozenset({P.VIEW_HOME, P.VIEW_REPLIES}),
    ),
    Role.ADMINISTRATOR: Definition(
        "Administrator",
        "Looks after people, organisations, the framework and survey files; sees no concern.",
        PlaceKind.NATION,
        frozenset(
            {
                P.VIEW_HOME,
                P.VIEW_ORGANISATIONS,
                P.LOAD_ORGANISATIONS,
                P.MANAGE_PEOPLE,
                P.MANAGE_STANDARDS,
                P.VIEW_OPEN_WORK,
                P.IMPORT_SURVEY,
                P.MANAGE_QUESTIONNAIRES,
                P.CARE_FOR_DATA,
                P.KEEP_GUARDIANS,
            }
        ),
    ),
    Role.RESTRICTED_CASES: Definition(
        "Restricted case handler",
        "Opens and answers what people raise in one region, also the cases that name an "
        "individual; every opening of such a case is logged.",
        PlaceKind.REGION,
        _RESTRICTED,
    ),
    Role.RESTRICTED_CASES_NATIONAL: Definition(
        "Restricted case handler, national",
        "Opens and answers what people raise anywhere, also the cases that name an individual; "
        "every opening of such a case is logged.",
        PlaceKind.NATION,
        _RESTRICTED,
    ),
}


def may(role: str, permission: P) -> bool:
    """Does this role give the permission? A role that is not defined gives none."""
    definition = ROLES.get(role)  # type: ignore[call-overload]  # a Role is its string
    return definition is not None and permission in definition.may

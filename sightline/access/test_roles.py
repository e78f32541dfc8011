import pytest

from sightline.access import roles
from sightline.access.permissions import ALL_IN_SERVICE, Permission
from sightline.access.roles import ROLES, Role

P = Permission


def test_every_role_is_defined_with_a_sentence_and_no_permission_is_forgotten() -> None:
    assert set(ROLES) == set(Role)
    for definition in ROLES.values():
        assert definition.sentence.endswith(".")
        assert P.VIEW_HOME in definition.may
    assert frozenset().union(*(one.may for one in ROLES.values())) == ALL_IN_SERVICE


def test_what_no_role_may_have_together() -> None:
    """Whoever answers for a provider neither judges it nor checks its own proof."""
    director = ROLES[Role.DIRECTOR_OF_EDUCATION].may
    assert not director & {
        P.VIEW_INTERNAL, P.MANAGE_CONCERN, P.DECIDE_CATEGORY, P.CHECK_COMMITMENT, P.PUBLISH_REPLY,
        P.SIGN_NO_ACTION, P.CLOSE_ROUND, P.MODERATE_COMMENTS, P.JUDGE_STANDARDS, P.REVIEW_RETURN,
        P.RUN_CAMPAIGN, P.APPROVE_CAPACITY, P.DECIDE_APPROVAL,
    }  # fmt: skip
    for role, definition in ROLES.items():
        assert not {P.PROVE_COMMITMENT, P.CHECK_COMMITMENT} <= definition.may, role
        assert not {P.MANAGE_PEOPLE, P.VIEW_CONCERNS} <= definition.may, role
        for theirs in (P.ANSWER_RETURN, P.SIGN_RETURN):
            assert not {theirs, P.REVIEW_RETURN} <= definition.may, role
        assert not {P.ASK_TO_EXPAND, P.APPROVE_CAPACITY} <= definition.may, role
        if P.VIEW_INTERNAL in definition.may:
            assert P.VIEW_CONCERNS in definition.may
        for theirs in (P.VIEW_APPROVALS, P.APPLY_FOR_APPROVAL):
            assert theirs not in definition.may or P.FIND_APPROVALS in definition.may
    assert ROLES[Role.LEARNER].may == {P.VIEW_HOME, P.VIEW_REPLIES}


@pytest.mark.parametrize("name", ["", "king", "Learner", "LEARNER", "national_lead "])
def test_a_role_that_is_not_defined_may_nothing(name: str) -> None:
    assert not any(roles.may(name, permission) for permission in P)

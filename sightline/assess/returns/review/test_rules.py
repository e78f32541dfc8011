from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.assess.returns.review import rules
from sightline.assess.returns.review.models import ReviewDecision

ASKED = ("value", "safe")


@given(
    st.booleans(),
    st.sampled_from([*ASKED, "other"]),
    st.sampled_from(ReviewDecision.Outcome.values),
    st.sampled_from(["", " ", "Since when?"]),
)
def test_only_agreement_needs_no_reason_and_only_what_is_current_is_reviewed(
    is_current: bool, question: str, outcome: str, reason: str
) -> None:
    has_reason = outcome == "accepted" or bool(reason.strip())
    may = is_current and question in ASKED and has_reason
    with nullcontext() if may else pytest.raises(rules.CannotReview):
        rules.refuse_unless_reviewable(
            is_current=is_current, question=question, asked=ASKED, outcome=outcome, reason=reason
        )

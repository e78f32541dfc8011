"""Real answers of real people, as a survey program wrote them: one provider, no programme."""

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.conf import settings

from sightline.conftest import NOW, Cast
from sightline.listen.imports import actions
from sightline.listen.surveys import actions as surveys
from sightline.results import gate, mart
from sightline.results.levels import GroupKey, Level

pytestmark = pytest.mark.django_db
FILE = Path(settings.BASE_DIR).parent / "shared/refdata/survey_shapes"
FILE /= "apha_cpd_survey_2022_microdata.csv"

MAPPING = """\
survey: cpd
columns: {respondent: Respondent_ID, completed: form_ended_dttm}
fixed: {provider: zn001}
not_answered: ["-"]
scales:
  support:
    - answer: Very supportive
      also:
        - "Very supportive - actively supports through regular meetings, facilitates training \
and development"
        - "Very supportive – e.g., shares training/secondment opportunities, provides funding for \
training, provides a mentor/study leave etc"
      score: 100
      positive: true
    - answer: Somewhat
      also:
        - somewhat — occasionally has conversations with me on my development needs
        - Somewhat - policy in place, occasional reminder of opportunities
      score: 50
      positive: false
    - {answer: Not at all, also: [Not at all – no discussion on development needs], score: 0}
  more: yes_no_reversed
  leave: yes_no
items:
  - {column: q14a_mgr_cpd_supportive_cat, code: M14, label: Manager supports, scale: support}
  - {column: q15a_mgr_cpd_more_support_ind, code: M15, label: Support is enough, scale: more}
  - {column: q16a_org_cpd_supportive_cat, code: M16, label: Employer supports, scale: support}
  - {column: q18a_org_study_leave_ind, code: M18, label: Study leave, scale: leave}
"""


@pytest.mark.skipif(not FILE.exists(), reason="The sample files are not here.")
def test_real_answers_become_results(cast: Cast) -> None:
    by = cast.administrator
    survey = surveys.add_survey(code="cpd", name="Training of analysts", by=by, at=NOW)
    round_ = surveys.add_round(
        survey=survey,
        year=2022,
        label="Summer 2022",
        collected_from=date(2022, 7, 1),
        collected_to=date(2022, 9, 30),
        by=by,
        at=NOW,
    )
    mapping = surveys.save_mapping(survey=survey, text=MAPPING, by=by, at=NOW)
    with FILE.open("rb") as file:
        found = actions.upload(
            round=round_, file=file, name=FILE.name, mapping=mapping, by=by, at=NOW
        )
    actions.check(survey_import=found, by=by, at=NOW)
    assert (found.rows_good, found.rows_in_error) == (237, 0), found.findings
    assert "q05a_afc_band_cat" in found.findings["columns_left_out"]
    done = actions.prepare(survey_import=found, by=by, at=NOW)
    assert done.dataset is not None
    answers = pq.read_table(mart.folder_of(done.dataset.folder) / mart.ANSWERS)
    counted = answers.column("M14").value_counts().to_pylist()
    assert {one["values"]: one["counts"] for one in counted} == {1: 95, 2: 116, 3: 26}
    leave = answers.column("M18").to_pylist()
    assert [leave.count(code) for code in (0, 1, 2)] == [22, 113, 102]
    cell = gate.open_round(done.dataset, gate.Audience.INSIDE).cell(
        GroupKey(Level.PROVIDER, "ZN001"), "M14"
    )
    assert (cell.shown, cell.n, cell.answers) == (True, 237, (95, 116, 26))

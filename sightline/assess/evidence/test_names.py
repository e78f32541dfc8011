from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.assess.evidence import names

PDF = "application/pdf"


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("Report 2.1 of May.PDF", PDF, "Report 2.1 of May.PDF"),
        ("C:\\me\\a.pdf", PDF, "a.pdf"),
        ("../../a.txt", names.PLAIN_TEXT, "a.txt"),
        ("rota.csv", names.PLAIN_TEXT, "rota.csv"),
        ("safe\u202efdp.txt", names.PLAIN_TEXT, "safefdp.txt"),
        ("x" * 300 + ".pdf", PDF, "x" * 196 + ".pdf"),
    ],
)
def test_an_ending_that_the_kind_has_is_kept(name: str, kind: str, kept: str) -> None:
    assert names.checked(name, kind) == kept
    assert names.given_out(name, kind) == kept


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("run.bat", names.PLAIN_TEXT, "a program or a web page, .bat"),
        ("invoice.pdf.vbs", names.PLAIN_TEXT, ".vbs"),
        ("bill.EXE.pdf", PDF, ".exe"),
        ("bill.exe .pdf", PDF, ".exe"),
        ("run.bat.", names.PLAIN_TEXT, ".bat"),
        ("a.pdf", names.PLAIN_TEXT, "holds plain text, so its name has to end in .txt or .csv"),
        ("a.txt", PDF, "holds PDF, so its name has to end in .pdf"),
        ("a.unheard-of", PDF, "has to end in .pdf"),
        ("pdf", PDF, "has to end in .pdf"),
        (".pdf", PDF, "has to end in .pdf"),
        ("", PDF, "has to end in .pdf"),
    ],
)
def test_any_other_is_refused_with_what_it_may_be(name: str, kind: str, words: str) -> None:
    with pytest.raises(names.MayNotBeCalled) as refused:
        names.checked(name, kind)
    assert words in str(refused.value)


@given(st.text(max_size=40), st.sampled_from(["", ".bat", ".exe.pdf", ".txt"]), st.booleans())
def test_what_is_handed_out_has_always_an_ending_of_its_kind(
    start: str, ending: str, is_text: bool
) -> None:
    kind = names.PLAIN_TEXT if is_text else PDF
    found = names.given_out(start + ending, kind)
    assert found.lower().endswith((".txt", ".csv") if is_text else ".pdf")
    assert names.checked(found, kind) == found

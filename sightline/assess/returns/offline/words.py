"""The headings of the workbook for those who work offline."""

CODE = "Code"
SECTION = "Section"
QUESTION = "Question"
ANSWER = "Answer"
REASON = "What shows it, or what is missing"
IMPROVEMENT = "Improvement planned"
COLUMNS = (CODE, SECTION, QUESTION, ANSWER, REASON, IMPROVEMENT)
#: Stands in the second sheet: which return it is, and the version of each section.
MARK = "Self-assessment"

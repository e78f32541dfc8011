"""Addresses of FHIR that the reader and the writer share."""

from __future__ import annotations

_CORE = "http://hl7.org/fhir/StructureDefinition/"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"

TRANSLATION = _CORE + "translation"
HIDDEN = _CORE + "questionnaire-hidden"
UNIT = _CORE + "questionnaire-unit"
ITEM_CONTROL = _CORE + "questionnaire-itemControl"
MIN_VALUE = _CORE + "minValue"
MAX_VALUE = _CORE + "maxValue"
REGEX = _CORE + "regex"
VARIABLE = _CORE + "variable"
#: A choice's score; the second is the older name of the first.
WEIGHTS = (_CORE + "itemWeight", _CORE + "ordinalValue")
ENABLE_WHEN_EXPRESSION = _SDC + "sdc-questionnaire-enableWhenExpression"
CALCULATED = _SDC + "sdc-questionnaire-calculatedExpression"
#: What XForms can say and FHIR cannot, as text after this.
OURS = "urn:x-sightline:questionnaire:"
#: The name of a language, by its code.
LANGUAGE = OURS + "language:"
CHOICE_COLUMN = OURS + "column:"
PARAMETER = OURS + "parameter:"
SCORE = "score"
BOOLEAN_LIST = "fhir.boolean"
#: http://hl7.org/fhir/ValueSet/yesnodontknow; check against the official text.
YES_NO_DONT_KNOW = "http://hl7.org/fhir/ValueSet/yesnodontknow"

#: Fields of a question that travel as text in extensions of ours.
AS_TEXT = (
    "relevant", "required", "constraint", "calculation", "choice_filter", "appearance", "default",
    "item", "source_kind",
)  # fmt: skip

"""The vocabulary of other people's surveys."""

from django.db import models


class Audience(models.TextChoices):
    """Whose answers an indicator is made of."""

    TRAINEE = "trainee", "Trainees"
    TRAINER = "trainer", "Trainers"
    STUDENT = "student", "Students"
    LEARNER = "learner", "Learners"
    STAFF = "staff", "Staff"


class Scale(models.TextChoices):
    """What a value of an indicator is. Values of two scales are never compared or added."""

    SCORE_100 = "score_100", "mean score, 0 to 100"
    PERCENT = "percent", "per cent"
    MEAN_5 = "mean_5", "mean of 1 to 5"
    SHARE = "share", "share, 0 to 1"
    NUMBER = "number", "as the file gives it"


#: The lowest and highest value that a scale allows.
LIMITS: dict[str, tuple[float, float]] = {
    Scale.SCORE_100: (0, 100),
    Scale.PERCENT: (0, 100),
    Scale.MEAN_5: (1, 5),
    Scale.SHARE: (0, 1),
}


class UnitKind(models.TextChoices):
    """What kind of place the answers of a row are about."""

    ORGANISATION = "organisation", "Organisation"
    SITE = "site", "Site"
    EDUCATION = "education", "Education provider"
    OTHER = "other", "Area or other group"


class Withheld(models.TextChoices):
    """Why a figure is not shown."""

    SHOWN = "", "Shown"
    EMPTY = "empty", "The source left it empty"
    FEW = "few", "Fewer answers than the source’s threshold"
    RATE = "rate", "Response rate below the source’s threshold"
    BESIDE = "beside", "It would give away a small group beside it"


class Role(models.TextChoices):
    """What a column of a table is."""

    LEFT_OUT = "", "Leave it out"
    YEAR = "year", "Year"
    ORGANISATION_CODE = "organisation_code", "Code of the organisation (ODS)"
    ORGANISATION_NAME = "organisation_name", "Name of the organisation"
    SITE_CODE = "site_code", "Code of the site (ODS)"
    SITE_NAME = "site_name", "Name of the site"
    UKPRN = "ukprn", "UKPRN of the education provider"
    EDUCATION_NAME = "education_name", "Name of the education provider"
    AREA_NAME = "area_name", "Name of an area, such as a deanery"
    SUBJECT_CODE = "subject_code", "Code of the specialty, programme or subject"
    SUBJECT_NAME = "subject_name", "Specialty, programme, profession or subject"
    LEVEL = "level", "Level or mode of study"
    AUDIENCE = "audience", "Trainee or trainer"
    INDICATOR_CODE = "indicator_code", "Code of the indicator or question"
    INDICATOR = "indicator", "Indicator or question"
    VALUE = "value", "Result"
    LOWER = "lower", "Lower limit"
    UPPER = "upper", "Upper limit"
    SD = "sd", "Standard deviation"
    N = "n", "Number of answers"
    POPULATION = "population", "Number of people asked"
    RATE = "rate", "Response rate"
    OUTCOME = "outcome", "Outcome"
    BENCHMARK = "benchmark", "Benchmark"
    BENCHMARK_LOWER = "benchmark_lower", "Benchmark: lower limit"
    BENCHMARK_UPPER = "benchmark_upper", "Benchmark: upper limit"
    Q1 = "q1", "Benchmark: first quartile"
    Q3 = "q3", "Benchmark: third quartile"
    AGGREGATED = "aggregated", "Two years put together?"
    SPLIT = "split", "Group of people, such as an age band"
    WEIGHTING = "weighting", "Weighting"
    MEASURE = "measure", "Result of one indicator, named by the heading"


class Shape(models.TextChoices):
    """How a file is laid out."""

    TABLE = "table", "A table with one row of headings"
    STAFF_WORKBOOK = "staff_workbook", "NHS Staff Survey workbook, one sheet for each block"
    DISCOVER_UNI = "discover_uni", "Discover Uni XML"

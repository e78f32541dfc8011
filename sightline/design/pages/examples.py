"""Made-up numbers that show what each chart can do."""

from calendar import month_abbr

from markupsafe import Markup

from sightline.design.charts.answers import Answers, stacked_answers
from sightline.design.charts.caterpillar import Benchmark, Dot, caterpillar
from sightline.design.charts.chart import Chart
from sightline.design.charts.risk import Risk, risk_matrix
from sightline.design.charts.sparkline import sparkline
from sightline.design.charts.trend import Point, trend
from sightline.design.filters import Choice, Choices, Day, Filters, Order, Search, Tick

ANSWERS = ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree")

LIST = Filters(
    filters=(
        Search("q", "Reference or words", hint="For example, Q-2026-0001"),
        Choices(
            "category",
            "Category",
            options=[(str(one), f"Category {one}") for one in range(5)],
        ),
        Choice("region", "Region", options=[("N", "North"), ("S", "South")]),
        Tick("overdue", "Only overdue"),
        Day("as_at", "As at"),
    ),
    orders=(Order("newest", "Newest first", ("-pk",)), Order("oldest", "Oldest first", ("pk",))),
)


def charts() -> list[Chart]:
    return [
        caterpillar(
            "Supervision score, by place, 2026",
            [
                Dot("Alder Hospital", 81.2, 78.0, 84.1, 410, "green", href="#alder"),
                Dot(
                    "Beech and District Community Mental Health Services NHS Foundation Trust",
                    74.0,
                    65.2,
                    81.9,
                    44,
                    "light green",
                ),
                Dot("Cedar Surgery", None, colour="grey"),
                Dot("Dogwood Hospital", 66.3, 63.8, 68.8, 530, "white", is_this=True),
                Dot("Elm Hospital", 58.5, 47.1, 69.2, 31, "pink"),
                Dot("Fir Hospital", 49.9, 46.0, 53.8, 288, "red"),
            ],
            benchmark=Benchmark("Average of similar trusts", 66.8),
            notes=["95% intervals. Places with too few answers are withheld."],
            made_up=True,
        ),
        stacked_answers(
            "Answers on supervision, 2026",
            ANSWERS,
            [
                Answers("My supervisor is available when I need help", [120, 180, 40, 20, 5]),
                Answers("I know who to go to", [300, 40, 3, 2, 1]),
                Answers("My supervisor gives me time", None),
                Answers("I would recommend this placement to a friend", [10, 20, 30, 60, 140]),
            ],
            made_up=True,
        ),
        trend(
            "Supervision score, 2021 to 2026",
            [
                Point("2021", 71.0, 68.0, 74.0, 200, 68.0),
                Point("2022", 69.2, 66.0, 72.3, 210, 68.4, break_before="question reworded"),
                Point("2023", None, benchmark=68.1),
                Point("2024", 61.0, 58.2, 64.0, 190, 67.5, "pink"),
                Point("2025", 52.5, 49.2, 55.8, 205, 67.9, "red"),
                Point("2026", 63.8, 60.3, 67.2, 198, 68.2, "white"),
            ],
            benchmark_heading="Average of similar trusts",
            made_up=True,
        ),
        trend(
            "Answers each month",
            [
                Point(f"{month} 2026", 40.0 + 7 * (place % 4), 30, 70, 12)
                for place, month in enumerate(month_abbr[1:])
            ],
            decimals=0,
            unit="%",
            low=0,
            high=100,
            made_up=True,
        ),
        risk_matrix(
            "Concerns by likelihood and impact",
            [
                Risk("Q-2026-0001", 4, 5),
                Risk("Q-2026-0002", 4, 5),
                Risk("Q-2026-0003", 2, 3),
                Risk("Q-2026-0004", 1, 1),
            ],
            made_up=True,
        ),
    ]


def spark() -> Markup:
    return sparkline([("2023", 61.0), ("2024", None), ("2025", 52.5), ("2026", 63.8)])

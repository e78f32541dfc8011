"""The vocabulary of the register: what each number and word means, said to people."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One step of the likelihood or the impact scale, 1 to 5."""

    number: int
    name: str
    meaning: str

    def __str__(self) -> str:
        return f"{self.number} – {self.name}"


#: The five-by-five matrix that NHS organisations use; meanings in the terms of education.
LIKELIHOOD = (
    Step(1, "Rare", "It would take exceptional circumstances."),
    Step(2, "Unlikely", "It could happen, but we do not expect it to."),
    Step(3, "Possible", "It might happen or come back now and then."),
    Step(4, "Likely", "It will probably happen, or it keeps coming back."),
    Step(5, "Almost certain", "It is happening now, or will without action."),
)
IMPACT = (
    Step(1, "Negligible", "Learning is hardly touched. No change to training or care."),
    Step(2, "Minor", "A few learners lose some opportunities. Easily put right."),
    Step(3, "Moderate", "Learners miss part of what they need, or their wellbeing suffers."),
    Step(4, "Major", "Learners cannot progress as planned, or learners or patients are at risk."),
    Step(5, "Catastrophic", "Serious harm to learners or patients, or training has to stop."),
)


@dataclass(frozen=True)
class Band:
    """A band of risk scores (likelihood × impact), both ends included."""

    code: str
    name: str
    low: int
    high: int


BANDS = (
    Band("low", "Low", 1, 3),
    Band("moderate", "Moderate", 4, 6),
    Band("high", "High", 8, 12),
    Band("extreme", "Extreme", 15, 25),
)

#: What a concern waits for once the provider has been asked something.
WAITING_FOR_ANSWER = "An answer to our question"

NO_CATEGORY = "Not decided yet"

#: How a next review date stands, seen from a day.
REVIEW_STATES = {
    "overdue": "Review overdue",
    "soon": "Review within 14 days",
    "later": "Review later",
    "none": "No review planned",
}

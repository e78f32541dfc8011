"""What each figure of a result means, in a sentence: for every data dictionary and the feed.

Scores, intervals and flags are worked out in `gate` and `flags`; pages say more under "How was
this worked out?".
"""

ANSWERS = "How many people answered this question, or a question of this theme."
RESPONDENTS = "How many people of the group answered the survey at all."
COVERAGE = (
    "Of those in the group who answered the survey, the per cent who answered this. Empty where "
    "only one branch of professions is asked."
)
POSITIVE = (
    "Per cent who gave a positive answer, of those who answered. Themes have none, because they "
    "join several questions."
)
SCORE = "Mean of the answers, each scored from 0 (worst) to 100 (best). It is no percentage."
LOW = "Lower end of the 95% interval of the score: the score is known no better than this."
HIGH = "Upper end of the 95% interval of the score."
BENCHMARK = "Score of the groups that this one is compared with, together."
BENCHMARK_NAME = "With which groups this one is compared."
DIFFERENCE = "Score minus benchmark, in points, worked out before rounding."
FLAG = (
    "How the group compares with its benchmark. Below: in the lowest quarter and clearly below "
    "the average. Low: in the lowest quarter, but may differ by chance. Middle: between "
    "the lowest and the highest quarter. High and Above: the same two at the upper end. The "
    "quarters of a question are as a rule those of the groups' scores, those of a theme of "
    "respondents' scores: a theme in the middle can still lie clearly below or above the average."
)
WITHHELD = (
    "Why there are no figures. A result that nobody gave and one that may not be shown look the "
    "same. Empty where the figures are there."
)

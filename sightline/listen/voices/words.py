"""The vocabulary of what people raise, and the words that lift a case in the queue."""

from django.db import models


class Kind(models.TextChoices):
    CONCERN = "concern", "A concern"
    CARE = "care", "A story of good care"
    TEACHING = "teaching", "A story of good teaching or support"


STORIES = (Kind.CARE, Kind.TEACHING)


class Who(models.TextChoices):
    LEARNER = "learner", "A learner: a student, trainee, apprentice or resident doctor"
    EDUCATOR = "educator", "An educator: a supervisor, assessor, tutor or mentor"
    PATIENT = "patient", "A patient, or somebody who cares for one"
    OTHER = "other", "Somebody else"


#: Who it was, in the middle of a sentence: "raised by …".
BY = {
    Who.LEARNER: "a learner",
    Who.EDUCATOR: "an educator",
    Who.PATIENT: "a patient or carer",
    Who.OTHER: "somebody",
}


class Privacy(models.TextChoices):
    ANONYMOUS = "anonymous", "Anonymous"
    CONFIDENTIAL = "confidential", "Confidential"
    NAMED = "named", "Named"


class Touched(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    UNSURE = "unsure", "I am not sure"


class State(models.TextChoices):
    NEW = "new", "New"
    READ = "read", "Being read"
    TAKEN = "taken", "Being acted on"
    ANSWERED = "answered", "Answered"


class Outcome(models.TextChoices):
    CONCERN = "concern", "A concern on the register"
    STORY = "story", "A story of good practice"
    SIGNPOST = "signpost", "Passed to somebody better placed"
    NOTHING = "nothing", "No further action, with the reason"


class Urgency(models.IntegerChoices):
    USUAL = 1, "Usual"
    SOON = 2, "Soon"
    URGENT = 3, "Urgent"


class Changed(models.TextChoices):
    YES = "yes", "Yes, it has changed"
    PARTLY = "partly", "It has changed in part"
    NO = "no", "No, it has not changed"


#: For each class of urgent words: how urgent it makes a case, what it is called, and the
#: beginnings of words that show it. They lift a case for a person to read; they decide nothing.
URGENT_WORDS: dict[str, tuple[Urgency, str, tuple[str, ...]]] = {
    "safety": (
        Urgency.URGENT,
        "safety of patients",
        (
            "unsafe", "not safe", "never event", "wrong dose", "wrong drug", "overdose",
            "near miss", "safeguarding", "neglect", "cardiac arrest", "died", "death", "dying",
            "alone with", "no supervision", "unsupervised", "beyond my competence",
        ),
    ),
    "harm": (
        Urgency.URGENT,
        "harm to somebody",
        (
            "suicid", "self-harm", "self harm", "kill myself", "end my life", "harm", "hurt",
            "assault", "attack", "violen", "threat", "rape", "sexual", "grope", "groping", "hit me",
        ),
    ),
    "harassment": (
        Urgency.SOON,
        "bullying, harassment or discrimination",
        (
            "harass", "bully", "bullied", "racis", "racial", "sexis", "homophob", "transphob",
            "discriminat", "humiliat", "abuse", "abusive", "shouted at", "scream", "afraid",
            "frightened", "scared", "retaliat", "punish",
        ),
    ),
}  # fmt: skip

from sightline.listen.comments.conftest import survey_round
from sightline.listen.voices.conftest import own_secrets, that_day

__all__ = ["own_secrets", "survey_round", "that_day"]

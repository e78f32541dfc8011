"""When themes are looked for. Knows no database."""

from datetime import timedelta

#: Looking reads every comment of a round; nobody needs it more often.
BETWEEN = timedelta(minutes=5)
#: Fewer comments hold no themes.
LEAST_COMMENTS = 100

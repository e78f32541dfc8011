"""A first password that can be said on the telephone."""

import secrets

# No letter or digit that is taken for another when it is read out or copied by hand.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_password() -> str:
    """Four groups of four, such as "kx7m-…": about 79 bits of chance."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)

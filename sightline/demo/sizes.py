"""How much is made up: a little for tests, a nation for ./run, more for benchmarks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    acute: int
    mental_health: int
    community: int
    ambulance: int
    specialist: int
    practices: int
    responses: int  # a round
    background_concerns: int

    @property
    def trusts(self) -> int:
        return self.acute + self.mental_health + self.community + self.ambulance + self.specialist


SIZES = {
    "small": Size(16, 4, 2, 2, 0, 60, 2_400, 6),
    "national": Size(120, 45, 15, 10, 10, 6_000, 40_000, 120),
    "bench": Size(120, 45, 15, 10, 10, 6_000, 200_000, 400),
}

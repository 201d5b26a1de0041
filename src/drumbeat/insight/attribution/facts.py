"""What stands beside every attribution: how much of what happened models have to go by at all."""

from dataclasses import dataclass

from drumbeat.insight.attribution.remembered import remembered_journeys
from drumbeat.insight.results.reading import Reading
from drumbeat.warehouse.questions import Answer


@dataclass(frozen=True)
class Facts:
    """outcomes: all. journeys: those with a touch. placed: those with a touch of a placement.

    lengths: touches → journeys that have as many, shortest first.
    """

    outcomes: int
    journeys: int
    placed: int
    lengths: dict[int, int]
    answer: Answer

    @property
    def placed_share(self) -> float | None:
        return self.placed / self.outcomes if self.outcomes else None

    @property
    def single_share(self) -> float | None:
        """Share of the journeys that have one touch, about which no two models can differ."""
        return self.lengths.get(1, 0) / self.journeys if self.journeys else None

    @property
    def median_length(self) -> float | None:
        """Touches of a journey in the middle; between two when there are two in the middle."""
        if not self.journeys:
            return None
        middle = [self._length_at((self.journeys - 1) // 2), self._length_at(self.journeys // 2)]
        return sum(middle) / 2

    def _length_at(self, place: int) -> int:
        for length, journeys in self.lengths.items():
            place -= journeys
            if place < 0:
                return length
        raise IndexError(place)


def facts_of(reading: Reading) -> Facts:
    asked = reading.asked
    answer = remembered_journeys(
        reading.brand,
        period=asked.period,
        placements=reading.placements,
        conversion=asked.counted,
    )
    lengths: dict[int, int] = {}
    for row in sorted(answer.rows, key=lambda row: row["length"]):
        lengths[row["length"]] = lengths.get(row["length"], 0) + row["outcomes"]
    untouched = lengths.pop(0, 0)
    journeys = sum(lengths.values())
    return Facts(
        outcomes=journeys + untouched,
        journeys=journeys,
        placed=sum(row["placed"] for row in answer.rows),
        lengths=lengths,
        answer=answer,
    )

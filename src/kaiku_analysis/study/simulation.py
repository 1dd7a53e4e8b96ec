"""What a rehearsal should build into simulated exports."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Simulation:
    """Placeholder."""

    seed: int = 1

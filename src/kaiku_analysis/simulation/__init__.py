"""What would the exports look like if the plan's truths held? A rehearsal."""

from kaiku_analysis.simulation.check import check_simulation
from kaiku_analysis.simulation.exports import simulate_exports
from kaiku_analysis.simulation.points import simulate_points
from kaiku_analysis.simulation.population import Population, simulate_population
from kaiku_analysis.simulation.response import simulate_response
from kaiku_analysis.simulation.scores import true_scores
from kaiku_analysis.simulation.wave import simulate_wave

__all__ = [
    "Population",
    "check_simulation",
    "simulate_exports",
    "simulate_points",
    "simulate_population",
    "simulate_response",
    "simulate_wave",
    "true_scores",
]

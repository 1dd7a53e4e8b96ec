"""What the answers look like through the inverse of their variance, and derivatives."""

from dataclasses import dataclass
from math import log

import numpy as np

from kaiku_analysis.stats.answers import Array


@dataclass(frozen=True)
class CrossProducts:
    """Cross-products of `T = [X y]` when the variance is `V = sum_i v_i V_i`.

    Attributes
    ----------
    value, first, second
        `T'V^-1 T`, `T'V^-1 V_i V^-1 T` and `T'V^-1 V_i V^-1 V_j V^-1 T`.
    log_determinant
        Of V.
    first_trace, second_trace
        The traces of `V^-1 V_i` and of `V^-1 V_i V^-1 V_j`.
    """

    value: Array
    first: Array
    second: Array
    log_determinant: float
    first_trace: Array
    second_trace: Array

    @property
    def residual(self) -> float:
        """The residual sum of squares, in units of the variance."""
        return residual_squares(self.value)

    def scaled(self, size: float, *, answers: int) -> "CrossProducts":
        """Return what they are when every variance is as many times as large."""
        return CrossProducts(
            self.value / size,
            self.first / size**2,
            self.second / size**3,
            self.log_determinant + answers * log(size),
            self.first_trace / size,
            self.second_trace / size**2,
        )


def residual_squares(value: Array) -> float:
    """Return what of `y'V^-1 y` the design leaves."""
    design, pull = value[:-1, :-1], value[:-1, -1]
    return float(value[-1, -1] - pull @ np.linalg.solve(design, pull))

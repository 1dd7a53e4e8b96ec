"""How sure a mixed model is of its coefficients."""

from dataclasses import dataclass

from kaiku_analysis.stats.answers import Array


@dataclass(frozen=True)
class Certainty:
    """The covariance of a model's coefficients, and how well it is known itself.

    Attributes
    ----------
    covariance
        Of the coefficients.
    known_variances
        The same, were the variances known: what the degrees of freedom are about.
    slopes
        Its derivatives by the variances.
    spread
        The covariance of the variances.
    """

    covariance: Array
    known_variances: Array
    slopes: Array
    spread: Array

    def df(self, weights: Array) -> float:
        """Return the degrees of freedom of a weighted sum of the coefficients.

        Satterthwaite (1946): `2 v^2 / var(v)` for its variance v. In one dimension
        those of Kenward & Roger (1997) are the same in another spread.
        """
        variance = weights @ self.known_variances @ weights
        slope = weights @ self.slopes @ weights
        return float(2 * variance**2 / (slope @ self.spread @ slope))

    def turned(self, back: Array) -> "Certainty":
        """Return the certainty of `back @ coefficients`."""
        return Certainty(
            back @ self.covariance @ back.T,
            back @ self.known_variances @ back.T,
            back @ self.slopes @ back.T,
            self.spread,
        )

"""The inverse of the answers' variance, at work on sums per cluster."""

from dataclasses import dataclass

import numpy as np

from kaiku_analysis.stats.answers import Array
from kaiku_analysis.stats.clustered import ClusteredSums
from kaiku_analysis.stats.products import CrossProducts


@dataclass(frozen=True)
class _Inside:
    """One evaluation, by cluster; the letters are those of `cross_products`."""

    sums: ClusteredSums
    shares: Array
    noise: Array
    basis: Array
    m: Array
    k: Array
    s: Array
    h: Array

    def sum(self, weights: Array) -> Array:
        """Return `[Z T]' f(D) [Z T]` for a function of D, given at every level."""
        summed: Array = np.einsum("l,clij->cij", weights, self.sums.products)
        return summed

    def log_determinant(self) -> float:
        """Return that of V, by `det(I + Z'D^-1 Z S) = 1 / det(K)`."""
        inside = self.sums.multiplicity @ np.log(self.noise)
        return float(inside - np.linalg.slogdet(self.k)[1] @ self.sums.clusters)

    def total(self, *factors: Array) -> float:
        """Sum the trace of a product over all clusters."""
        product = factors[0]
        for factor in factors[1:]:
            product = product @ factor
        return float(np.trace(product, axis1=-2, axis2=-1) @ self.sums.clusters)


def random_basis(random: int) -> Array:
    """Return the symmetric matrices with a single variance or covariance in them."""
    rows, columns = np.tril_indices(random)
    basis = np.zeros((len(rows), random, random))
    basis[range(len(rows)), rows, columns] = 1
    basis[range(len(rows)), columns, rows] = 1
    return basis


def cross_products(sums: ClusteredSums, variances: Array) -> CrossProducts:
    """Evaluate everything the likelihood and its two derivatives are made of.

    By Woodbury's identity with `M = S (I + Z'D^-1 Z S)^-1` and `H = [-M Z'D^-1 T; I]`,
    `V^-1 T = D^-1 [Z T] H` and `V^-1 Z = D^-1 Z K`, where `K = I - M Z'D^-1 Z`: a
    singular S does no harm.

    Parameters
    ----------
    sums
        Of the answers.
    variances
        That of the noise; that of people, unless `sums` has no level but zero; and the
        lower triangle of S, row by row.
    """
    at = _evaluate(sums, variances)
    q, inverse = sums.random, 1 / at.noise
    around: Array = at.sum(inverse)
    z_r = np.swapaxes(at.k, 1, 2) @ around[:, :q, q:]
    once = [at.sum(share * inverse**2) for share in at.shares]
    seen: list[Array] = [by_level[:, :q] @ at.h for by_level in once]
    first: list[Array] = [_squared(at.h, by_level) for by_level in once]
    first += [_squared(z_r, e) for e in at.basis]
    pulls: list[Array] = [at.k @ e @ z_r for e in at.basis]
    count, size = len(at.shares), len(first)
    second: Array = np.empty((size, size, *first[0].shape))
    for i, j in zip(*np.triu_indices(size), strict=True):
        if j < count:
            twice = at.sum(at.shares[i] * at.shares[j] * inverse**3)
            product: Array = _squared(at.h, twice) - _crossed(seen[i], at.m @ seen[j])
        elif i < count:
            product = _crossed(seen[i], pulls[j - count])
        else:
            ahead = at.basis[i - count] @ at.s @ at.basis[j - count]
            product = _squared(z_r, ahead)
        second[i, j], second[j, i] = product, product.T
    value = (around[:, q:] @ at.h).sum(0)
    log_determinant = at.log_determinant()
    traces = _traces(at, once)
    return CrossProducts(value, np.array(first), second, log_determinant, *traces)


def weigh(sums: ClusteredSums, variances: Array) -> tuple[Array, float]:
    """Return `T'V^-1 T` and the log-determinant of V alone."""
    at = _evaluate(sums, variances)
    around = at.sum(1 / at.noise)
    return (around[:, sums.random :] @ at.h).sum(0), at.log_determinant()


def _evaluate(sums: ClusteredSums, variances: Array) -> _Inside:
    q, levels = sums.random, sums.levels
    shares = np.array([np.ones_like(levels), levels])[: 1 + (len(levels) > 1)]
    noise = variances[: len(shares)] @ shares
    basis = random_basis(q)
    between = np.tensordot(variances[len(shares) :], basis, 1)
    around = np.einsum("l,clij->cij", 1 / noise, sums.products[:, :, :q])
    z_z, z_t = around[:, :, :q], around[:, :, q:]
    m = between @ np.linalg.inv(np.eye(q) + z_z @ between)
    k = np.eye(q) - m @ z_z
    identity = np.broadcast_to(np.eye(z_t.shape[2]), (len(m), *[z_t.shape[2]] * 2))
    h = np.concatenate([-m @ z_t, identity], axis=1)
    return _Inside(sums, shares, noise, basis, m, k, z_z @ k, h)


def _traces(at: _Inside, once: list[Array]) -> tuple[Array, Array]:
    """Return the traces of the derivatives of V."""
    q, inverse, repeat = at.sums.random, 1 / at.noise, at.sums.multiplicity
    own = [by_level[:, :q, :q] for by_level in once]
    first = [
        repeat @ (g * inverse) - at.total(at.m, o)
        for g, o in zip(at.shares, own, strict=True)
    ]
    first += [at.total(e, at.s) for e in at.basis]
    count, size = len(own), len(first)
    second = np.empty((size, size))
    for i, j in zip(*np.triu_indices(size), strict=True):
        if j < count:
            g = at.shares[i] * at.shares[j]
            trace = repeat @ (g * inverse**2)
            trace -= 2 * at.total(at.m, at.sum(g * inverse**3)[:, :q, :q])
            trace += at.total(at.m, own[i], at.m, own[j])
        elif i < count:
            trace = at.total(at.k, at.basis[j - count], np.swapaxes(at.k, 1, 2), own[i])
        else:
            trace = at.total(at.basis[i - count], at.s, at.basis[j - count], at.s)
        second[i, j] = second[j, i] = trace
    return np.array(first), second


def _squared(outer: Array, inner: Array) -> Array:
    return _crossed(outer, inner @ outer)


def _crossed(left: Array, right: Array) -> Array:
    """Sum `left' right` over all clusters."""
    columns = left.shape[-1], right.shape[-1]
    crossed: Array = left.reshape(-1, columns[0]).T @ right.reshape(-1, columns[1])
    return crossed

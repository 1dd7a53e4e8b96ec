"""Random numbers that do not depend on what else was drawn before them."""

from zlib import crc32

import numpy as np


def random_stream(*names: object, seed: int) -> np.random.Generator:
    """Start the stream of random numbers of this name.

    A stream of its own for each item and wave: adding an item to the codebook leaves
    the answers to the others as they were.
    """
    return np.random.default_rng([seed, *(crc32(str(one).encode()) for one in names)])

"""Which groups of people are large enough to be shown."""

import pandas as pd


def large_enough(counts: pd.Series, smallest: int) -> pd.Series:
    """Tell which groups of one whole may be shown.

    A group under `smallest` is hidden. Where the whole is shown beside the groups, what
    is hidden can be worked out as the rest: if all hidden groups together are under
    `smallest`, the next smallest group is hidden with them.

    Parameters
    ----------
    counts
        How many people each group holds; a group without people counts as 0.

    Returns
    -------
    True for each group that may be shown.
    """
    shown = counts >= smallest
    while not shown.all() and shown.any() and counts[~shown].sum() < smallest:
        shown = shown & (counts.index != counts[shown].idxmin())
    return shown


def shown_units(frame: pd.DataFrame, smallest: int) -> dict[str, frozenset[str]]:
    """Name the units that may be shown, by wave.

    Parameters
    ----------
    frame
        A row per person and wave, with the columns ``wave`` and ``unit``; `unit` is a
        categorical of all units of the study, so that an empty one is counted as 0.
    """
    counts = frame.groupby(["wave", "unit"], observed=False).size()
    return {
        str(wave): frozenset(
            of_wave.droplevel("wave").index[
                large_enough(of_wave.droplevel("wave"), smallest)
            ]
        )
        for wave, of_wave in counts.groupby(level="wave", observed=True)
    }

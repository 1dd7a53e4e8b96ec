"""What a rehearsal should build into simulated exports: study.toml, [simulation]."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class SimulatedChange:
    """How the staff's true scores move between the first wave and the last.

    Attributes
    ----------
    effects
        By scale, how far the mean moves, in SDs of the true score; zero if not named.
    growth
        By wave, the share of the effect reached; in even steps where not said.
    """

    effects: dict[str, float] = field(default_factory=dict)
    growth: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class SimulatedGroup:
    """People who start elsewhere or gain more, such as those who took part.

    Of several groups of one item, the strongest counts.

    Attributes
    ----------
    item, codes
        What tells them apart, and their answers to it, of which each gives one; empty
        when nobody is asked.
    share
        How many of the staff are in it, from 0 to 1.
    starts, adds
        By scale, how much higher they are at the first wave, and how much more they
        gain, in SDs; the staff's mean gain stays.
    times
        How many times the others' gain theirs is; the staff's mean gain stays.
    """

    item: str
    codes: tuple[str, ...] = ()
    share: float = 0.0
    starts: dict[str, float] = field(default_factory=dict)
    adds: dict[str, float] = field(default_factory=dict)
    times: float = 1.0


@dataclass(frozen=True)
class SimulatedItem:
    """What is peculiar to some items.

    Attributes
    ----------
    follows, mean
        The scale, or any name in `effects`, whose true score moves the answers, and
        their mean at the first wave, in the item's own points.
    shares, otherwise
        By code, how common an answer is, the codes not named sharing what is left;
        the code of those who are in none of the item's groups: "none of these".
    like
        What an element of a code is made of; "language" and "minutes" mark the
        items that hold the respondent's language and the time taken.
    error, blank
        How often an element of a code is given wrongly, or left out; items left out
        equally often are so together.
    """

    items: tuple[str, ...]
    follows: str = ""
    mean: float | None = None
    shares: dict[str, float] = field(default_factory=dict)
    otherwise: str = ""
    like: Literal[
        "token", "letters", "place", "day", "count", "initial", "language", "minutes"
    ] = "token"
    error: float = 0.0
    blank: float = 0.0


@dataclass(frozen=True)
class SimulatedPeople:
    """Who works there.

    Attributes
    ----------
    staff, unit_share
        How many, where the plan names no units; and the share of the true scores'
        variance that lies between units.
    stable, shared
        How a person's true scores correlate within a unit: in two waves, on two scales.
    leavers, joiners
        The shares of the staff who leave and who come between first wave and last.
    languages, in_units
        How common each language is (all write the plan's first, if left out), and how
        common in the units where it differs.
    """

    staff: int = 100
    unit_share: float = 0.04
    stable: float = 0.65
    shared: float = 0.4
    leavers: float = 0.1
    joiners: float = 0.08
    languages: dict[str, float] = field(default_factory=dict)
    in_units: dict[str, dict[str, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class SimulatedAnswers:
    """How a true score becomes answers.

    Points are those of a five-step answer; other answers are stretched to match.

    Attributes
    ----------
    mean
        Where the average person stands at the first wave.
    person_sd, noise_sd, loadings
        How much people differ, and how much one person's items do; the weakest and
        the strongest link of an item to its scale.
    skipped, dont_know
        How often an item is left empty or answered "don't know".
    acquiescence_sd, straightlining
        How much people differ in agreeing with whatever is asked, and how many give
        a scale's items one and the same answer.
    """

    mean: float = 3.3
    person_sd: float = 0.62
    noise_sd: float = 0.75
    loadings: tuple[float, float] = (0.55, 0.85)
    skipped: float = 0.02
    dont_know: float = 0.03
    acquiescence_sd: float = 0.25
    straightlining: float = 0.03


@dataclass(frozen=True)
class SimulatedResponse:
    """Who answers.

    Attributes
    ----------
    rates
        By wave, the share of the staff who answer.
    selects, loses
        By scale, how many SDs higher those who answer are: in any wave, and in the
        waves after the first, since who drops out was lower before.
    """

    rates: dict[str, float] = field(default_factory=dict)
    selects: dict[str, float] = field(default_factory=dict)
    loses: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class SimulatedTexts:
    """What people write in their own words.

    Attributes
    ----------
    share, permission
        How many write something to an open question, and how many may be quoted.
    about
        What the stories are about: feedback at work, or colleagues elsewhere.
    personal_data
        The share of stories that hold invented names, addresses, identity codes.
    """

    share: float = 0.5
    about: Literal["feedback", "network"] = "feedback"
    personal_data: float = 0.05
    permission: float = 0.7


@dataclass(frozen=True)
class SimulatedFiles:
    """How the exports are written, besides what the ending of their names says."""

    answers: Literal["codes", "words"] = "codes"
    delimiter: Literal[";", ",", "\t"] = ";"
    encoding: Literal["utf-8-sig", "utf-8", "cp1252"] = "utf-8-sig"
    decimal: Literal[",", "."] = ","


@dataclass(frozen=True)
class Simulation:
    """What a rehearsal should build into simulated exports."""

    change: SimulatedChange = field(default_factory=SimulatedChange)
    groups: tuple[SimulatedGroup, ...] = ()
    items: tuple[SimulatedItem, ...] = ()
    people: SimulatedPeople = field(default_factory=SimulatedPeople)
    answers: SimulatedAnswers = field(default_factory=SimulatedAnswers)
    response: SimulatedResponse = field(default_factory=SimulatedResponse)
    texts: SimulatedTexts = field(default_factory=SimulatedTexts)
    files: SimulatedFiles = field(default_factory=SimulatedFiles)

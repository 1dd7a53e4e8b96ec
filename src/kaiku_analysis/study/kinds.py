"""What kinds of items a codebook may hold."""

from typing import Literal

Kind = Literal[
    "item",  # answered with options, scored in a scale
    "rating",  # one ordered answer that stands alone
    "choice",  # one of several options, in no order
    "choices",  # any number of several options
    "number",  # a count or an amount
    "background",  # a choice about the respondent: role, age group, language
    "unit",  # where the respondent works: one of the plan's units
    "link",  # part of what tells who answered: an id, or an element of a code
    "story",  # free text: what happened
    "comment",  # free text: an opinion or a wish
    "permission",  # may the answer named in `about` be quoted?
    "contact",  # how often the respondent is in contact with the unit in `about`
    "time",  # when the answer was given, or how long it took
]

WITH_OPTIONS: frozenset[Kind] = frozenset(
    {"item", "rating", "choice", "choices", "background", "permission", "contact"}
)
FREE_TEXT: tuple[Kind, ...] = ("story", "comment")

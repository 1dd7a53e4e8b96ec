"""The report's own words, one file per language, and numbers as it writes them."""

import math
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from numbers import Integral, Real

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

DASH = "–"
SMALLEST_P = 0.001


@dataclass(frozen=True)
class Texts:
    """Every sentence and label of one language, by key.

    Attributes
    ----------
    entries
        The tables of ``locales/<language>.toml``.
    """

    language: str
    entries: dict[str, dict[str, str]]

    def __call__(self, key: str, **values: object) -> str:
        """Fill the blanks of the text ``chapter.name``."""
        chapter, name = key.split(".")
        shown = {blank: self.show(value) for blank, value in values.items()}
        return self.entries[chapter][name].format(**shown)

    def show(self, value: object) -> str:
        """Write a value as the language does; a dash where there is none."""
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return DASH
        if isinstance(value, Integral):
            return str(format_decimal(int(value), locale=self._locale))
        if isinstance(value, Real):
            return self.number(float(value))
        if isinstance(value, date):
            return str(format_date(value, format="medium", locale=self._locale))
        return str(value)

    def number(self, value: float, decimals: int = 2) -> str:
        """Write a number, a change of minus zero without its sign."""
        if not math.isfinite(value):
            return DASH
        rounded = round(value, decimals) + 0.0
        pattern = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
        return str(
            format_decimal(rounded, format=pattern, locale=self._locale)
        ).replace("-", "−")

    def signed(self, value: float) -> str:
        """Write a change with its sign; none where it rounds to zero."""
        shown = self.number(value)
        return f"+{shown}" if value > 0 and round(value, 2) > 0 else shown

    def percent(self, share: float) -> str:
        """Write a share between 0 and 1 in whole per cents."""
        if not math.isfinite(share):
            return DASH
        return str(format_percent(share, locale=self._locale))

    def interval(self, low: float, high: float) -> str:
        """Write the two ends of an interval in a sentence."""
        return self._between("interval", low, high)

    def span(self, low: float, high: float) -> str:
        """Write the two ends of an interval in the cell of a table."""
        return self._between("span", low, high)

    def _between(self, key: str, low: float, high: float) -> str:
        if not (math.isfinite(low) and math.isfinite(high)):
            return DASH
        return self(f"numbers.{key}", low=self._end(low), high=self._end(high))

    def _end(self, value: float) -> str:
        """Keep the sign of an end just beside zero: the verdict hangs on it."""
        decimals = next((d for d in (2, 3, 4) if not value or round(value, d)), 4)
        return self.number(value, decimals)

    def p_value(self, p: float) -> str:
        """Write a p-value to three decimals, or that it is below them."""
        if not math.isfinite(p):
            return DASH
        if p < SMALLEST_P:
            return f"< {self.number(SMALLEST_P, 3)}"
        return self.number(p, 3)

    def listing(self, names: list[str]) -> str:
        """Put names into a row: a, b and c."""
        *first, last = names
        if not first:
            return last
        return self("numbers.listing", first=", ".join(first), last=last)

    def quoted(self, names: list[str]) -> str:
        """Put names into a row, each in the language's quotation marks."""
        return self.listing([self("numbers.quoted", text=name) for name in names])

    @property
    def _locale(self) -> Locale:
        return Locale.parse(self.language)


@cache
def load_texts(language: str) -> Texts:
    """Read ``locales/<language>.toml``.

    Raises
    ------
    ValueError
        If the report does not speak the language.
    """
    source = files("kaiku_analysis") / "locales" / f"{language}.toml"
    if not source.is_file():
        raise ValueError(f"the report speaks fi, sv and en, not {language!r}")
    return Texts(language, tomllib.loads(source.read_text(encoding="utf-8")))

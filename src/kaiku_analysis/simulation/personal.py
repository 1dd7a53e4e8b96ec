"""Personal data that belong to nobody, so that masking can be tried."""

from numpy.random import Generator

NAMES = {
    "fi": (
        ("Maija", "Kalle", "Liisa", "Pekka", "Sari", "Matti", "Tiina", "Ville"),
        ("Testinen", "Mallikas", "Malliniemi", "Esimerkkilä", "Koekäyttäjä"),
    ),
    "sv": (
        ("Kristina", "Johan", "Maria", "Anders", "Lena", "Mikael"),
        ("Testström", "Modellberg", "Exempelman", "Provholm"),
    ),
    "en": (
        ("Anna", "John", "Mary", "Peter"),
        ("Sample", "Testman", "Exampleton"),
    ),
}
STREETS = {"fi": "Esimerkkikatu", "sv": "Exempelgatan", "en": "Example Street"}
CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def invent(what: str, language: str, rng: Generator) -> str:
    """Invent a name, an address, a number or an identity code.

    Raises
    ------
    ValueError
        If `what` is none of these.
    """
    first, last = (str(rng.choice(part)) for part in NAMES[language])
    number = int(rng.integers(100))
    match what:
        case "name":
            return f"{first} {last}"
        case "first":
            return first
        case "email":
            plain = f"{first}.{last}".casefold()
            return plain.translate(str.maketrans("äöå", "aoa")) + "@example.org"
        case "phone":
            return f"{rng.choice(['040', '+358 40'])} 000 00{number:02d}"
        case "address":
            return f"{STREETS[language]} {number // 10 + 1} B {number // 4 + 1}"
        case "born":
            return f"31.2.19{50 + number // 2}"
        case "identity":
            return _identity(rng)
        case _:
            raise ValueError(f"no such thing to invent: {what!r}")


def _identity(rng: Generator) -> str:
    """Write a Finnish identity code with the right check on a day that never was.

    Numbers from 900 on are given to no one either.
    """
    day, year = int(rng.integers(30, 32)), int(rng.integers(50, 99))
    digits = f"{day}02{year:02d}{int(rng.integers(900, 1000))}"
    return f"{digits[:6]}-{digits[6:]}{CHECKS[int(digits) % len(CHECKS)]}"

"""Finnish: words that say little by themselves.

Negations (ei, en, eivät …) and words of praise (hyvä, kiitos …) are not among them:
in a story about feedback they carry the point.
"""

STOP_WORDS = frozenset(
    """
    ja tai sekä että et jotta koska kun ku jos niin kuin mutta vaan vaikka eli joten
    siis myös myöskin kanssa kans ihan vain vaa vielä jo nyt sitten sit silloin siellä
    täällä siinä tässä tuossa sinne tänne tuolla tämä tää nämä nuo tuo se ne he hän minä
    mä mie sinä sä me te itse joka jotka jonka jota jossa josta johon jolla jolle mikä
    mitä missä mistä mihin kuka ketä kenen miten kuinka missään olla on oli ovat olivat
    olen olin olet olemme olleet ollut ole olisi oo ois oon oot minun mun mulle minulle
    minut minua minussa minulla mulla sinun sinulle hänen hänelle hänet häntä hänellä
    heidän heille heitä meidän meille meitä meillä teidän teille sen siitä siihen sillä
    sille sitä niiden niitä niistä niille näitä näistä tämän tätä tästä tähän tällä tuon
    tuota muu muut muita muiden toinen toisen yksi kaksi kaikki joku jokin jotain
    jotakin jonkin joskus aina usein ehkä juuri noin ennen jälkeen kautta asti saakka
    luona välillä mukaan mukana päällä alla yli voida voi saada tulla tehdä pitää sanoa
    """.split()
)

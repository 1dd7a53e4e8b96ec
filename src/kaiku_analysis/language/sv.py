"""Swedish: words that say little by themselves.

Negations (inte, ingen, aldrig …) and words of praise (bra, tack …) are not among them:
in a story about feedback they carry the point.
"""

STOP_WORDS = frozenset(
    """
    och eller men att som om när då där här så för av på i till från med hos vid under
    över efter före mellan genom utan mot sedan den det de dem denna detta dessa en ett
    jag du han hon hen vi ni man sig sin sitt sina min mitt mina din ditt dina hans
    hennes vår vårt våra er ert era deras mig dig honom henne oss är var vara varit blir
    blev bli ha har hade haft kan kunde skall ska skulle vill ville måste får fick få
    gör gjorde göra också bara även redan nu ännu mycket mer mest någon något några all
    alla allt annan annat andra vad vem vilken vilket vilka hur varför än ju väl
    eftersom komma kom säga sade sa
    """.split()
)

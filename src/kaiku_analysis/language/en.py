"""English: words that say little by themselves.

Negations (not, no, never …) and words of praise (good, thanks …) are not among them:
in a story about feedback they carry the point.
"""

STOP_WORDS = frozenset(
    """
    a an the and or but if as of at by for with about into through during before after
    to from in out on off over under again then once here there when where why how all
    any both each few more most other some such own same so than too very can will just
    should now i me my myself we our ours us you your yours he him his she her hers it
    its they them their theirs what which who whom this that these those am is are was
    were be been being have has had having do does did doing would could get got say
    said go went come came one two because while until also
    """.split()
)

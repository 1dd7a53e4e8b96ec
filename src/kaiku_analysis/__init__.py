"""From workplace surveys and stories to an evaluation report.

Read the folders from the bottom up; each may import only from those below it::

    cli          the `kaiku` command
    runs         which notebooks run, when and where
    report       which chapters, in which order, as which file
    change   stories                     the questions a study asks
    responses    who answered what, who is who, and how each person scored
    privacy      what may leave the house: groups, masks, files
    simulation   made-up exports for a plan, to rehearse an evaluation
    display      how results look and read     study   what was asked, of whom, when
    language     words in, lemmas out          stats   arrays in, estimates out
"""

import os

# Our matrices are small: two threads on shared cores took up to 17 times as long as
# one. Who has set it knows better.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

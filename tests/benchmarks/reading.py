"""Reading and scoring 1,000,000 respondents x 40 answers in words, beside polars.

Run: python tests/benchmarks/reading.py [RESPONDENTS]

The answers are those of the PISA items in ../shared/data, repeated, or made up with
the same words where that folder is absent. Each side is a process of its own; polars
only parses the file, we also match every word, count what is missing, and score.
"""

import gzip
import random
import resource
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

ITEMS = 40
PISA = Path(__file__).parents[3] / "shared/data/scale-pisa-likert/csv/pisaitems.csv.gz"
WORDS = ("Strongly disagree", "Disagree", "Agree", "Strongly agree")
OURS = """
from kaiku_analysis.responses import load_responses, score_responses
from kaiku_analysis.study import load_study
study = load_study({folder!r})
scores = score_responses(load_responses(study), study)
assert scores["person"].nunique() > 0.9 * {people}
"""
PEAK = """
lines = open("/proc/self/status").read().splitlines()
print(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
"""
POLARS = """
import polars
assert len(polars.read_csv({file!r})) == {people}
"""


def main() -> None:
    """Print time and memory of both, and their ratio."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "pisa"
        (folder / "raw").mkdir(parents=True)
        file = folder / "raw" / "answers.csv"
        columns = write_answers(file, people)
        write_plan(folder, columns)
        print(
            f"{people:,} x {ITEMS} answers in words, {file.stat().st_size / 1e6:.0f} MB"
        )
        peer = measured("polars.read_csv", POLARS.format(file=str(file), people=people))
        ours = measured(
            "read, match, score", OURS.format(folder=str(folder), people=people)
        )
        code = OURS.format(folder=str(folder), people=people)
        again = measured("the same, kept", code)
        ratios = f"{ours[0] / peer[0]:.2f}, kept {again[0] / peer[0]:.2f}"
        print(f"wall as a ratio to polars: {ratios}")


def write_answers(file: Path, people: int) -> dict[str, list[str]]:
    """Write the export; give the words that each column holds."""
    heading, rows = pisa_rows() if PISA.is_file() else made_up_rows()
    words: dict[str, set[str]] = {name: set() for name in heading}
    for row in rows:
        for name, word in zip(heading, row, strict=True):
            words[name].add(word)
    lines = [",".join(f'"{cell}"' if cell else "" for cell in row) for row in rows]
    with file.open("w", encoding="utf-8") as out:
        out.write(",".join(heading) + "\n")
        out.writelines(f"{line}\n" for line in islice(cycle(lines), people))
    return {name: sorted(found - {""}) for name, found in words.items()}


def pisa_rows() -> tuple[list[str], list[list[str]]]:
    """Take the first 40 items; "NA" is how R writes an empty cell."""
    with gzip.open(PISA, "rt", encoding="utf-8") as file:
        lines = [
            line.rstrip("\n").strip('"').split('","') for line in file if line.strip()
        ]
    split = [[cell.strip('"') for cell in ",".join(line).split(",")] for line in lines]
    heading = split[0][1 : ITEMS + 1]
    rows = [
        ["" if cell == "NA" else cell for cell in row[1 : ITEMS + 1]]
        for row in split[1:]
        if len(row) == len(split[0])
    ]
    return heading, rows


def made_up_rows() -> tuple[list[str], list[list[str]]]:
    """Draw answers where the real ones are not there."""
    draw = random.Random(1)
    heading = [f"item{number}" for number in range(ITEMS)]
    rows = [[draw.choice((*WORDS, "")) for _ in heading] for _ in range(50_000)]
    return heading, rows


def write_plan(folder: Path, columns: dict[str, list[str]]) -> None:
    """Write a plan in which the columns with the same answers are a scale."""
    sets = {
        tuple(words): f"scale_{number}" for number, words in enumerate(columns.values())
    }
    plan = [
        'title = "PISA items"\nlanguages = ["en"]\n[[waves]]\nname = "only"',
        'label = "Only"\nopened = 2009-01-01\nclosed = 2009-12-31',
        'files = ["answers.csv"]',
    ]
    for words, name in sets.items():
        plan.append(f"[options.{name}]")
        plan += [f'{code} = "{word}"' for code, word in enumerate(words, start=1)]
        plan.append(
            f'[[scales]]\nname = "{name}"\nlabel = "{name}"\noptions = "{name}"'
        )
    (folder / "study.toml").write_text("\n".join(plan), encoding="utf-8")
    rows = [f"{c},item,{sets[tuple(words)]},{c}" for c, words in columns.items()]
    text = "\n".join(["item,kind,scale,text_en", *rows])
    (folder / "codebook.csv").write_text(text, encoding="utf-8")


def measured(name: str, code: str) -> tuple[float, float]:
    """Run `code` in a process of its own; print and give its seconds."""
    begun = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = f"{code}\n{PEAK}"
    answer = subprocess.run(
        [sys.executable, "-c", told], check=True, capture_output=True, text=True
    )
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    memory = int(answer.stdout.split()[-1]) / 1e6
    print(f"  {name:20} {wall:6.2f} s wall {cpu:6.2f} s CPU {memory:5.2f} GB at most")
    return wall, cpu


if __name__ == "__main__":
    main()

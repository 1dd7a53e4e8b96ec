"""Exports for a plan whose survey has not gone out yet."""

from pathlib import Path

from kaiku_analysis.simulation.cells import Cell, export_rows
from kaiku_analysis.simulation.check import check_simulation
from kaiku_analysis.simulation.delimited import delimited
from kaiku_analysis.simulation.population import Population, simulate_population
from kaiku_analysis.simulation.wave import simulate_wave
from kaiku_analysis.simulation.workbook import workbook
from kaiku_analysis.study import Study, StudyError, Wave

Rows = list[dict[str, Cell]]


def simulate_exports(study: Study, *, seed: int) -> tuple[Path, ...]:
    """Write every export that the plan names into raw/, answers invented.

    The same seed writes the same bytes. What is in raw/ already is never touched.

    Raises
    ------
    StudyError
        If one of the files is there already, or [simulation] does not hold together.
    """
    if problems := check_simulation(study):
        raise StudyError(problems)
    population = simulate_population(study, seed=seed)
    contents = {
        file: _content(study, file, sheets)
        for file, sheets in _sheets(study, population, seed=seed).items()
    }
    study.raw.mkdir(exist_ok=True)
    return tuple(
        _write_new(study.raw / file, content) for file, content in contents.items()
    )


def _sheets(
    study: Study, population: Population, *, seed: int
) -> dict[str, dict[str, Rows]]:
    """Deal the rows of every wave out to its files, and to the sheets of each."""
    sheets: dict[str, dict[str, Rows]] = {}
    for wave in study.plan.waves:
        frame = simulate_wave(study, population, wave, seed=seed)
        rows = export_rows(study, population, frame)
        for number, file in enumerate(wave.files):
            of_file = sheets.setdefault(file, {}).setdefault(wave.sheet, [])
            of_file += [_of_wave(row, wave) for row in rows[number :: len(wave.files)]]
    return sheets


def _of_wave(row: dict[str, Cell], wave: Wave) -> dict[str, Cell]:
    """Add what tells the wave, in a file that holds several."""
    return {**wave.where, **row}


def _content(study: Study, file: str, sheets: dict[str, Rows]) -> bytes:
    if Path(file).suffix.casefold() == ".xlsx":
        written = max(one.closed for one in study.plan.waves if file in one.files)
        return workbook(sheets, written)
    rows = [row for of_sheet in sheets.values() for row in of_sheet]
    return delimited(study, file, rows)


def _write_new(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:  # x: refuse to overwrite, whatever came meanwhile
        file.write(content)
    return path

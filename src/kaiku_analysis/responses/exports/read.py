"""Open an export of any format: its content decides, not its ending."""

from pathlib import Path

from kaiku_analysis.responses.exports.delimited import read_delimited
from kaiku_analysis.responses.exports.export import Export, unreadable
from kaiku_analysis.responses.exports.spss import read_spss
from kaiku_analysis.responses.exports.workbook import read_workbook

ZIP = b"PK\x03\x04"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SPSS = (b"$FL2", b"$FL3")


def read_export(path: Path, sheet: str = "") -> Export:
    """Read an export: CSV, TSV, XLSX, ODS or SPSS.

    Parameters
    ----------
    sheet
        Which sheet of a workbook; the first with answers if empty.

    Raises
    ------
    DataError
        If there is no such file, or nothing in it that can be read.
    """
    if not path.is_file():
        raise unreadable(path, *_absent(path))
    try:
        export = _read(path, sheet)
    except OSError as error:
        what = f"cannot be opened: {error.strerror}"
        fix = "close it in other programs; may you read it?"
        raise unreadable(path, what, fix) from None
    if export.frame.empty:
        fix = "export it once more; or take it out of `files` until there are answers"
        raise unreadable(path, "has headings, but no answers", fix)
    return export


def _read(path: Path, sheet: str) -> Export:
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise unreadable(path, "is empty", "export it once more from the survey tool")
    if start[:4] == ZIP or start == OLD_WORKBOOK:
        return read_workbook(path, sheet)
    if start[:4] in SPSS:
        return read_spss(path)
    return read_delimited(path)


def _absent(path: Path) -> tuple[str, str]:
    beside = sorted(one.name for one in path.parent.glob("*") if one.is_file())
    known = f"; raw/ holds {', '.join(beside)}" if beside else "; raw/ is empty"
    return (
        f"there is no such file in {path.parent.parent.name}/raw{known}",
        "put the export there, or correct `files` in study.toml",
    )

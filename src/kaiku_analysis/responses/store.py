"""What was read from the exports, kept until anything it came from changes."""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from io import StringIO
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import parquet

import kaiku_analysis
from kaiku_analysis.study import Study

READERS = ("language", "privacy", "responses", "study")
NOTES = b"kaiku"
PIECE = 1 << 22
Kept = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def kept_responses(study: Study, source: str) -> Kept | None:
    """Give back what was kept of the same exports, plan, codebook and code, if any.

    What was cut short or changed since it was kept is not believed.
    """
    for path in study.derived.glob(f"{source}-*.parquet"):
        with suppress(OSError):
            content = path.read_bytes()
            if path.stem.endswith(_hash([content])):
                return _unpacked(content)
    return None


def keep_responses(study: Study, source: str, *frames: pd.DataFrame) -> None:
    """Keep what was read, for its owner's eyes only, and drop what it replaces.

    Where nothing can be written, the exports are read again the next time.
    """
    content = _packed(*frames)
    name = f"{source}-{_hash([content])}.parquet"
    unfinished = study.derived / f".{name}.{os.getpid()}"
    with suppress(OSError):
        study.derived.mkdir(mode=0o700, exist_ok=True)
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(content)
        for old in study.derived.glob("responses-*.parquet"):
            old.unlink(missing_ok=True)
        unfinished.replace(study.derived / name)
    with suppress(OSError):
        unfinished.unlink(missing_ok=True)


def _packed(*frames: pd.DataFrame) -> bytes:
    frame, *others = frames
    notes = [one.to_json(orient="table", index=False) for one in others]
    table = pa.Table.from_pandas(frame, preserve_index=False)
    metadata = {**table.schema.metadata, NOTES: json.dumps(notes).encode()}
    page = pa.BufferOutputStream()
    parquet.write_table(table.replace_schema_metadata(metadata), page)
    return bytes(page.getvalue())


def _unpacked(content: bytes) -> Kept:
    table = parquet.read_table(pa.BufferReader(content))
    notes = json.loads(table.schema.metadata[NOTES])
    items, set_aside = (pd.read_json(StringIO(note), orient="table") for note in notes)
    return table.to_pandas(), items, set_aside


def name_source(study: Study) -> str:
    """Name what the answers come from, by a hash of all that they depend on."""
    package = Path(kaiku_analysis.__file__).parent
    code = [path for room in READERS for path in sorted((package / room).rglob("*.py"))]
    exports = [study.raw / file for wave in study.plan.waves for file in wave.files]
    plan = [study.folder / "study.toml", study.folder / "codebook.csv"]
    return f"responses-{_hash(_pieces([*plan, *exports, *code]))}"


def _pieces(paths: Iterable[Path]) -> Iterable[bytes]:
    for path in paths:
        yield path.name.encode()
        if path.is_file():
            with path.open("rb") as file:
                while piece := file.read(PIECE):
                    yield piece


def _hash(pieces: Iterable[bytes]) -> str:
    digest = blake2b(digest_size=12)
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()

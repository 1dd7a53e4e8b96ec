"""What was read from the exports, kept until anything it came from changes."""

import json
import os
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
Kept = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def kept_responses(study: Study) -> Kept | None:
    """Give back what was kept of the same exports, plan, codebook and code, if any."""
    path = _path(study)
    if not path.is_file():
        return None
    table = parquet.read_table(path)
    notes = json.loads(table.schema.metadata[NOTES])
    items, set_aside = (pd.read_json(StringIO(note), orient="table") for note in notes)
    return table.to_pandas(), items, set_aside


def keep_responses(
    study: Study, frame: pd.DataFrame, items: pd.DataFrame, set_aside: pd.DataFrame
) -> Path:
    """Keep what was read, for its owner's eyes only, and drop what it replaces."""
    path = _path(study)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    notes = [one.to_json(orient="table", index=False) for one in (items, set_aside)]
    table = pa.Table.from_pandas(frame, preserve_index=False)
    metadata = {**table.schema.metadata, NOTES: json.dumps(notes).encode()}
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.touch(mode=0o600)
    parquet.write_table(table.replace_schema_metadata(metadata), unfinished)
    for old in path.parent.glob("responses-*.parquet"):
        old.unlink(missing_ok=True)
    unfinished.replace(path)
    return path


def _path(study: Study) -> Path:
    return study.derived / f"responses-{_fingerprint(study)}.parquet"


def _fingerprint(study: Study) -> str:
    """Hash all that the answers depend on."""
    digest = blake2b(digest_size=12)
    package = Path(kaiku_analysis.__file__).parent
    code = [path for room in READERS for path in sorted((package / room).rglob("*.py"))]
    exports = [study.raw / file for wave in study.plan.waves for file in wave.files]
    plan = [study.folder / "study.toml", study.folder / "codebook.csv"]
    for path in (*plan, *exports, *code):
        digest.update(path.name.encode())
        if path.is_file():
            with path.open("rb") as file:
                while piece := file.read(1 << 22):
                    digest.update(piece)
    return digest.hexdigest()

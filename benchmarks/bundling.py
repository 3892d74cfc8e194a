"""A large bundle: written with constant memory, and verified against `bagit --validate` on the same bag unpacked."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import uuid
import zipfile
from pathlib import Path

from measuring import interleaved, prepare, section, verdict

NAME = prepare()

from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402

from mingjing.ledger.bundle import verify_bundle  # noqa: E402
from mingjing.records.actions import File, append, open_dossier  # noqa: E402
from mingjing.records.actors import SYSTEM  # noqa: E402
from mingjing.records.bundling import bundle  # noqa: E402
from mingjing.records.vocabulary import act  # noqa: E402
from mingjing.storage import store  # noqa: E402

SIZE = int(os.environ.get("BENCH_BUNDLE_MB", "5120")) << 20
FILES = 5
ROUNDS = 3
LIMIT_MB = 200
KEPT = act("bench.kept", "基准", "{actor}放入了文件。")


def fill(folder: Path) -> None:
    """Store some large files and record each on one dossier."""
    dossier = open_dossier(kind="bench", ref="large")
    for number in range(FILES):
        path = folder / f"{number}.bin"
        with path.open("wb") as out:
            for _ in range(SIZE // FILES >> 20):
                out.write(os.urandom(1 << 20))
        blob = store.keep_file(path)
        with transaction.atomic():
            append(
                dossier=dossier, act=KEPT, actor=SYSTEM,
                subjects=[File("evidence.file", uuid.uuid4().hex, blob.sha256, blob.sm3)],
            )  # fmt: skip
        path.unlink(missing_ok=True)


def main() -> None:
    with tempfile.TemporaryDirectory(dir=settings.MINGJING_DATA) as name:
        folder = Path(name)
        fill(folder)
        target = folder / "large.zip"
        bundle(
            actor=SYSTEM,
            dossier=open_dossier(kind="bench", ref="large"),
            target=target,
            folder="large",
            names={},
        )
        with zipfile.ZipFile(target) as archive:
            archive.extractall(folder)
        command = [sys.executable, "-m", "bagit", "--validate", str(folder / "large")]
        found = interleaved(
            {
                "mingjing verify-bundle": (1, lambda: _sound(target)),
                "bagit --validate": (1, lambda: subprocess.run(command, check=True, capture_output=True)),
            },
            rounds=ROUNDS,
        )
    ours, theirs = (found[each].each for each in ("mingjing verify-bundle", "bagit --validate"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    section(
        f"A bundle of {SIZE >> 20:,} MB in {FILES} files",
        ["", f"seconds, median of {ROUNDS}", "to bagit"],
        [
            ["bagit --validate (Library of Congress), the bag unpacked", f"{theirs:.1f}", "1"],
            ["mingjing verify-bundle, the zip as it is", f"{ours:.1f}", f"{ours / theirs:.2f}"],
        ],
        verdict("no slower than bagit", met=ours <= theirs),
        verdict(
            f"under {LIMIT_MB} MB of memory, storing, bundling and verifying in one process",
            met=memory < LIMIT_MB,
        ),
        f"Most memory the process ever had: {memory} MB.",
    )


def _sound(target: Path) -> None:
    report = verify_bundle(target)
    assert report.ok, report.problems[:3]


if __name__ == "__main__":
    main()

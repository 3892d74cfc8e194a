"""Large files stored as the ingest stores them, against hashing them twice and copying them with the system's tools."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from measuring import interleaved, prepare, section, verdict

NAME = prepare()

from django.conf import settings  # noqa: E402

from mingjing.storage import store  # noqa: E402
from mingjing.storage.models import Blob  # noqa: E402

WANTED = 5120
SIZE = int(os.environ.get("BENCH_INGEST_MB", str(WANTED)))
FILES = 4
ROUNDS = 3
MOST, LIMIT_MB = 1.3, 200


def fill(folder: Path) -> list[Path]:
    """Write the films: bytes that nothing can compress."""
    for number in range(FILES):
        with (folder / f"{number}.mp4").open("wb") as out:
            amount = str((SIZE // FILES) << 20)
            subprocess.run(["openssl", "rand", amount], stdout=out, check=True)
    subprocess.run(["sync"], check=True)
    return sorted(folder.iterdir())


def ingest(films: list[Path]) -> None:
    """Store every film for the first time: both hashes, the bytes durable, a row."""
    for film in films:
        with film.open("rb") as stream:
            store.put(stream)


def forget() -> None:
    """Take away what was stored, so that the next round stores it for the first time again."""
    from mingjing import guarding  # noqa: PLC0415

    guarding.drop()
    Blob.objects.all()._raw_delete("default")  # noqa: SLF001
    guarding.create()
    shutil.rmtree(settings.MINGJING_DATA / "blobs")


def tools(films: list[Path], target: Path) -> None:
    """Do the same work with one program after the other."""
    for film in films:
        subprocess.run(["sha256sum", film], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["openssl", "dgst", "-sm3", film], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["cp", film, target / film.name], check=True)
        subprocess.run(["sync", target / film.name], check=True)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="mingjing-films-", dir=settings.MINGJING_DATA) as place:
        (Path(place) / "films").mkdir()
        (Path(place) / "copies").mkdir()
        films = fill(Path(place) / "films")

        def ours() -> None:
            if Blob.objects.exists():
                forget()
            ingest(films)

        found = interleaved(
            {
                "sha256sum, openssl dgst -sm3, cp and sync": (
                    SIZE,
                    lambda: tools(films, Path(place) / "copies"),
                ),
                "stored": (SIZE, ours),
            },
            rounds=ROUNDS,
        )
    peer, own = found.values()
    ratio = own.each / peer.each
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    section(
        f"Ingest of {SIZE / 1024:g} GB in {FILES} files, {NAME}",
        ["", "seconds, median of 3", "MB a second", "to the tools"],
        [
            [name, f"{each.each * SIZE:.1f}", each.rate, f"{each.each / peer.each:.2f}"]
            for name, each in found.items()
        ],
        f"Largest memory of the process: {memory:.0f} MB.",
        *([] if SIZE == WANTED else [f"Scaled: the target is said of {WANTED / 1024:g} GB."]),
        verdict(f"at most {MOST} times the tools' time", met=ratio <= MOST),
        verdict(f"under {LIMIT_MB} MB of memory", met=memory < LIMIT_MB),
    )


if __name__ == "__main__":
    sys.exit(main())

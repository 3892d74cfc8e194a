"""An object store with versions and locks: one bucket, each content an object named by its hash.

What protects an object is the bucket's own default retention: nothing here sets or shortens a lock.
"""

from __future__ import annotations

import base64
import hashlib
import io
from contextlib import closing, suppress
from itertools import groupby
from operator import itemgetter
from typing import IO, TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from mingjing.storage.backend import CHUNK, HASH, Anteroom, LockedBytesError, MissingBytesError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PART = 16 << 20
"""Above this a file goes up in parts of this size, each with its checksum; one part is held in memory."""
MOST_PARTS = 10_000
WINDOW = 1 << 20
ABSENT = frozenset({"404", "NoSuchKey", "NoSuchVersion", "NotFound", "MethodNotAllowed"})
THERE = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})
LOCKED = frozenset({"AccessDenied", "403", "InvalidRequest", "ObjectLocked"})


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


class Bucket(Anteroom):
    """A bucket as a place for bytes; what arrives is staged on this machine's disk first."""

    def __init__(self, client: Any, bucket: str, root: Path) -> None:
        super().__init__(root)
        self._client = client
        self._bucket = bucket

    def keep(self, staged: Path, sha256: str) -> str:
        """Upload the staged file unless the object is there, checksums along; return the version's id."""
        self._check(sha256)
        size = staged.stat().st_size
        try:
            if size > PART:
                return self._in_parts(staged, sha256, size)
            told = self._client.put_object(
                Bucket=self._bucket,
                Key=sha256,
                Body=staged.read_bytes(),
                IfNoneMatch="*",
                ChecksumSHA256=base64.b64encode(bytes.fromhex(sha256)).decode(),
            )
        except ClientError as error:
            if _code(error) not in THERE:
                raise
            told = self._client.head_object(Bucket=self._bucket, Key=sha256)
        return str(told.get("VersionId", ""))

    def _in_parts(self, staged: Path, sha256: str, size: int) -> str:
        target = {"Bucket": self._bucket, "Key": sha256}
        with suppress(MissingBytesError):
            self.size(sha256)
            return str(self._client.head_object(**target).get("VersionId", ""))  # spare the way of gigabytes
        upload = target | {
            "UploadId": self._client.create_multipart_upload(**target, ChecksumAlgorithm="SHA256")["UploadId"]
        }
        length = max(PART, -(-size // MOST_PARTS))
        parts: list[dict[str, Any]] = []
        try:
            with staged.open("rb") as file:
                while part := file.read(length):
                    checksum = base64.b64encode(hashlib.sha256(part).digest()).decode()
                    number = len(parts) + 1
                    sent = self._client.upload_part(
                        **upload, PartNumber=number, Body=part, ChecksumSHA256=checksum
                    )
                    parts.append({"PartNumber": number, "ETag": sent["ETag"], "ChecksumSHA256": checksum})
            done = self._client.complete_multipart_upload(
                **upload, MultipartUpload={"Parts": parts}, IfNoneMatch="*"
            )
        except BaseException:
            with suppress(ClientError):
                self._client.abort_multipart_upload(**upload)
            raise
        return str(done.get("VersionId", ""))

    def size(self, sha256: str, *, version: str = "") -> int:
        """Return the size in bytes; raise MissingBytesError."""
        return int(self._ask(self._client.head_object, sha256, version)["ContentLength"])

    def read(
        self, sha256: str, start: int = 0, end: int | None = None, *, version: str = ""
    ) -> Iterator[bytes]:
        """Yield the bytes of [start, end) in chunks; raise MissingBytesError at the first of them."""
        if end is not None and end <= start:
            self.size(sha256, version=version)
            return
        asked = (
            {} if not start and end is None else {"Range": f"bytes={start}-{'' if end is None else end - 1}"}
        )
        with closing(self._ask(self._client.get_object, sha256, version, **asked)["Body"]) as body:
            yield from body.iter_chunks(CHUNK)

    def open(self, sha256: str, *, version: str = "") -> IO[bytes]:
        """Return the bytes as a seekable stream that fetches what is read; raise MissingBytesError."""
        size = self.size(sha256, version=version)
        return io.BufferedReader(_Remote(self, sha256, version, size), WINDOW)

    def destroy(self, sha256: str) -> None:
        """Delete every version of the object; raise LockedBytesError where the bucket's lock forbids it."""
        for each in self._versions(prefix=sha256):
            try:
                self._client.delete_object(Bucket=self._bucket, Key=each["Key"], VersionId=each["VersionId"])
            except ClientError as error:
                if _code(error) in LOCKED:
                    raise LockedBytesError(sha256) from error
                raise

    def names(self) -> Iterator[tuple[str, bool]]:
        """Yield every object in order, whether or not a mark of deletion lies over it."""
        for key, versions in groupby(self._versions(), itemgetter("Key")):
            if any("Size" in each for each in versions):
                yield key, bool(HASH.fullmatch(key))

    def covered(self) -> Iterator[str]:
        """Yield the objects that have more than one version, or a mark of deletion."""
        for key, versions in groupby(self._versions(), itemgetter("Key")):
            if len(list(versions)) > 1:
                yield key

    def unfinished(self) -> Iterator[str]:
        """Yield what lies in the anteroom, and the uploads in parts that were never completed."""
        yield from super().unfinished()
        for page in self._client.get_paginator("list_multipart_uploads").paginate(Bucket=self._bucket):
            for each in page.get("Uploads", ()):
                yield f"{each['Key']}:{each['UploadId']}"

    def _ask(self, call: Any, sha256: str, version: str, **asked: Any) -> Any:
        """Ask for the version that was kept, else (a bucket restored from a backup) for the object as it is now."""
        self._check(sha256)
        target = {"Bucket": self._bucket, "Key": sha256} | asked
        for wanted in ([{"VersionId": version}] if version else []) + [{}]:
            try:
                return call(**target, **wanted)
            except ClientError as error:
                if _code(error) not in ABSENT and not (wanted and _code(error) in {"400", "InvalidArgument"}):
                    raise
        raise MissingBytesError(sha256)

    def _versions(self, prefix: str = "") -> Iterator[dict[str, Any]]:
        """Yield versions (with `Size`) and marks of deletion, by key."""
        pages = self._client.get_paginator("list_object_versions")
        for page in pages.paginate(Bucket=self._bucket, Prefix=prefix):
            found = [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]
            yield from sorted(found, key=lambda each: each["Key"])

    @staticmethod
    def _check(sha256: str) -> None:
        if not HASH.fullmatch(sha256):
            raise ValueError("not a SHA-256 in lower-case hex")


class _Remote(io.RawIOBase):
    """An object as a raw stream: every read is a request for a range, so it is read through a buffer."""

    def __init__(self, place: Bucket, sha256: str, version: str, size: int) -> None:
        super().__init__()
        self._place, self._sha256, self._version, self._size, self._at = place, sha256, version, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence])
        return self._at

    def readinto(self, target: Any) -> int:
        end = min(self._at + len(target), self._size)
        if end <= self._at:
            return 0
        data = b"".join(self._place.read(self._sha256, self._at, end, version=self._version))
        target[: len(data)] = data
        self._at += len(data)
        return len(data)

"""A case whose bytes lie in an object store: the same acts, the same audit, the same bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mingjing.cases.bundling import bundle
from mingjing.demo.stories import CaseStory
from mingjing.ledger.bundle import verify_bundle
from mingjing.records import audit, log
from mingjing.records.actors import COMMAND
from mingjing.records.models import Record
from mingjing.storage import bucket
from mingjing.storage.models import Blob
from telling import FIRM

if TYPE_CHECKING:
    from pathlib import Path

    from mingjing.demo.bureau import Bureau


@pytest.fixture
def bureau(s3_bucket: str, db: None) -> Bureau:
    """Return a bureau that has stored in the bucket from its first file."""
    del s3_bucket, db
    from mingjing.demo.bureau import Bureau

    return Bureau.make()


def test_a_case_is_decided_bundled_and_verified_with_its_bytes_in_a_locked_bucket(
    bureau: Bureau, s3_bucket: str, tmp_path: Path
) -> None:
    story = CaseStory(bureau, firms=(FIRM,))
    story.lead().verified().filed().investigated().concluded().drafted().submitted().reviewed()
    story.notified().waived().presented().decided()
    log.integrate_all()
    blobs = dict(Blob.objects.values_list("sha256", "version"))
    listed = bucket.client().list_object_versions(Bucket=s3_bucket)["Versions"]
    assert {each["Key"]: each["VersionId"] for each in listed} == blobs
    told = b"".join(map(bytes, Record.objects.values_list("body", flat=True)))
    assert all(f'"version":"{version}"'.encode() in told for version in blobs.values())
    findings = audit.run()
    assert findings.problems == []
    assert findings.covered["文件"] == len(blobs) > 5
    bundle(actor=COMMAND, case=story.refresh(), target=tmp_path / "case.zip")
    assert verify_bundle(tmp_path / "case.zip").ok
    assert audit.run().problems == []

"""The bucket itself: the client that speaks to it, making it, and what it lacks."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

YEAR = 365


@cache
def _client(endpoint: str, region: str, key: str, secret: str) -> Any:
    return boto3.session.Session().client(
        "s3",
        endpoint_url=endpoint or None,
        region_name=region,
        aws_access_key_id=key or None,
        aws_secret_access_key=secret or None,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            connect_timeout=10,
            read_timeout=60,
            retries={"mode": "standard", "max_attempts": 4},
        ),
    )


def client() -> Any:
    """Return the client for the store that the settings name, one a process."""
    return _client(
        settings.MINGJING_STORE_ENDPOINT,
        settings.MINGJING_STORE_REGION,
        settings.MINGJING_STORE_KEY,
        settings.MINGJING_STORE_SECRET,
    )


def prepare() -> None:
    """Make the bucket, with versions and its default lock, where there is none; one that is there is left as it is."""
    place, name = client(), settings.MINGJING_STORE_BUCKET
    try:
        place.head_bucket(Bucket=name)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:  # noqa: PLR2004
            raise
    else:
        return
    days = settings.MINGJING_STORE_LOCK_DAYS
    place.create_bucket(Bucket=name, ObjectLockEnabledForBucket=bool(days))
    place.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    if days:
        rule = {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": days}}
        place.put_object_lock_configuration(
            Bucket=name, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": rule}
        )


def faults() -> list[str]:
    """Return what the bucket lacks, a sentence each: a store that would let go of bytes must not be used."""
    name, days = settings.MINGJING_STORE_BUCKET, settings.MINGJING_STORE_LOCK_DAYS
    if not name:
        return ["存储设为 s3，却没有设 MINGJING_STORE_BUCKET。"]
    try:
        client().head_bucket(Bucket=name)
        found = [] if _versioned(name) else [f"存储桶 {name} 没有启用版本控制。"]
        if days and _locked_for(name) < dt.timedelta(days=days):
            found.append(f"存储桶 {name} 的默认保留期不足 {days} 天（对象锁定）。")
    except (ClientError, BotoCoreError) as error:
        return [f"存储桶 {name} 不能用：{error}"]
    return found


def _versioned(name: str) -> bool:
    return bool(client().get_bucket_versioning(Bucket=name).get("Status") == "Enabled")


def _locked_for(name: str) -> dt.timedelta:
    """Return how long the bucket locks what is stored, by its own default rule."""
    try:
        told = client().get_object_lock_configuration(Bucket=name)["ObjectLockConfiguration"]
    except ClientError as error:
        if error.response["Error"].get("Code") == "ObjectLockConfigurationNotFoundError":
            return dt.timedelta(0)
        raise
    rule = told.get("Rule", {}).get("DefaultRetention", {})
    return dt.timedelta(days=rule.get("Days", 0) + YEAR * rule.get("Years", 0))

"""The bureau is made once a module."""

from bureau_once import bureau, founded

__all__ = ["bureau", "founded"]

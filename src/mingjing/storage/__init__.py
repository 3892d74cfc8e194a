"""Bytes by their hash: stored once, never changed, moved or overwritten. The interface is `store`."""

"""`mingjing backup` and `mingjing restore`: database, bytes, tiles, and keys by a choice of their own.

A backup is a folder that grows: the bytes lie in it once, by their hash; each run adds a copy of the database of its
own and, last of all, a manifest that names it.
"""

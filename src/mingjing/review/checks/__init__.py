"""What the machine can check of nine of the ten points: pure rules on plain values. The tenth is a person's alone.

A check returns what it saw, never a verdict: the reviewer finds (244号30). A reviewer who finds sound what the
machine calls a fault gives a reason.
"""

"""What the machine can check of eight of the ten points: pure rules on plain values.

Whether a crime is suspected and whether power was abused, the last two, a person judges alone. A check returns what
it saw, never a verdict: the reviewer finds (244号30). A reviewer who finds sound what the machine calls a fault gives
a reason.
"""

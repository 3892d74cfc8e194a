"""Rules on plain values, each with its clause: what the acts check, and what the gates tell beforehand."""

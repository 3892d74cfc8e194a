"""What a case still lacks at its step, told by the very rules that the acts enforce."""

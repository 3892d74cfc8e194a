"""One file per stage of a case; one function per verb."""

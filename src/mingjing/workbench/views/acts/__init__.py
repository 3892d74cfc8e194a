"""One page for each act on a case."""

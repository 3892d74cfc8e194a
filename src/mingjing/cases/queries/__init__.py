"""Reading cases and what hangs on them."""

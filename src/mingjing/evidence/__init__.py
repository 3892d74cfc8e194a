"""Evidence of the eight kinds, with what each proves."""

"""来件: what other case systems, office systems and the hotline send in, by the interface or as a file."""

"""Legal review (法制审核): drafts, work sheets, opinions."""

"""The lists (清单即规则): what the public reads is what the system executes."""

"""What a case's documents say: the decision, the hearing's papers, the file's contents, a draft as Word."""

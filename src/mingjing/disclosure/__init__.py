"""Publications and their whole life: proposed, checked, published, replaced, withdrawn."""

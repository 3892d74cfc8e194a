"""What the faces share: base templates, styles, components, forms, lists and their files. No models."""

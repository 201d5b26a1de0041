"""Sample data of the gallery: one launch, in the reader's language."""

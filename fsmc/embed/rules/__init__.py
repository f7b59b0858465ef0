"""Documentation of what can be wrong with the markers of a document."""

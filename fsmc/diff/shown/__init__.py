"""A comparison and its two sides in, the same as text, JSON, Markdown, annotations or a picture out."""

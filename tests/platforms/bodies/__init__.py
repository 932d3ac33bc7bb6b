"""Bodies between the platforms' forms and Markdown."""

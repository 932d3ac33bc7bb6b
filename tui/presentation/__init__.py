"""Domain values as screen text: the only place where text from outside becomes Content. Pure."""

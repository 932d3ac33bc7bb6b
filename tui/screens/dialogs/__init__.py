"""Questions and forms: each is answered with a value, or with None when it is left."""

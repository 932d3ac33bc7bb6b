"""The clients against the real local desk, over HTTP."""

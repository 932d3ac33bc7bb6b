"""Repostra's client: wire models, endpoints, and the platform that they make."""

"""Repostra's client."""

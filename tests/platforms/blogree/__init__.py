"""Blogree's client."""

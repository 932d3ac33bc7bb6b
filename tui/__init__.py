"""Copydesk: a copy desk in the terminal for people whose posts are written by machines."""

__version__ = "0.1.0"

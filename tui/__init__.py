"""Copydesk: a copy desk in the terminal for people whose posts are written by machines."""

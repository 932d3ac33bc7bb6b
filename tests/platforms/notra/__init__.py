"""Notra's client."""

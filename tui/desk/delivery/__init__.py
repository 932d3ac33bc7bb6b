"""Delivery: one post on its way to one receiver, signed, tried again where it fails."""

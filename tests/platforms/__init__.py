"""The platforms' clients."""

"""The local desk: a real server that speaks the three platforms' APIs. Imports `tui.domain` only."""

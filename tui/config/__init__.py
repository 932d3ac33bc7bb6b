"""The config file, where things live, and where secrets come from. Imports `tui.domain` only."""

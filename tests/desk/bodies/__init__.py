"""Tests of tui.desk.bodies."""

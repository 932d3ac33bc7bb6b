"""Tests of tui.desk.writer."""

"""Tests of tui.desk."""

"""What Copydesk costs on lists of any length: `make bench`."""

"""What the desk keeps: one database, SQLite by default."""

"""The calendar: what stands on which day, over all connections, and what of it is wrong."""

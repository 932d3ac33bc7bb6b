"""A server of the tests' own between the clients and a real desk: it spoils traffic by a plan."""

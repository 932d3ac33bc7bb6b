"""Random triage over faulty lines, checked against the desk's own records: `python -m tests.soak`."""

"""Random triage in the real program: a person's keys in a pty, an editor of the tests' own, and every kind of
end. What `tests.soak` checks of the services is checked here of the whole: `python -m tests.soak.pty`.
"""

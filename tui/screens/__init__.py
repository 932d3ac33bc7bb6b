"""One file a screen: each keeps its state, starts workers, and binds what it has down to widgets.

Beside them what the App is made of: keys in their order (typed_ahead), the terminal they come from
(terminal_driver), and faults of our own told in a sentence (faults).
"""

"""One file a screen: each keeps its state, starts workers, and binds what it has down to widgets."""

"""What lasts longer than a request, as durable workflows: a desk that is killed goes on where it was."""

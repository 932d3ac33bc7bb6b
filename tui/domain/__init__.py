"""The words of Copydesk as frozen types: no input, no output, standard library only."""

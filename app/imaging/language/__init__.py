"""What a URL may ask: its text is read into frozen values. Start at grammar.py."""

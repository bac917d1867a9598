"""What files say of themselves, found without decoding their pixels. Start at inspect.py."""

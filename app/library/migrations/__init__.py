"""Migrations: generated, then read by a human; see house rules in migrate.py."""

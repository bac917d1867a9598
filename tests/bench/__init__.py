"""Measurements: what the server does beside a plain way of doing the same, in one run.

Ratios count, not figures: machines are noisy. Start reading at __main__.py.
"""

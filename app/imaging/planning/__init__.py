"""What a transformation comes to for one picture, in numbers and before any pixel is touched.

Start at plan.py.
"""

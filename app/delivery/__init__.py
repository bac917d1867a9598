"""Delivery: the face that answers image URLs, `/media/…`, for everybody.

It may import state, the library and the instruments. Start reading at endpoint.deliver.
"""

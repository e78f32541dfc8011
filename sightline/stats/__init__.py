"""Arithmetic with numbers in and numbers out: no framework, no database, no clock.

Every function says where its rule is published. Arrays are NumPy arrays; results are new arrays or
frozen dataclasses.
"""

"""What ./run and ./test do: set-up and checks, with nothing but Python's standard library.

prepare.py alone needs Django: it is started with the project's own Python.
"""

"""What ./run and ./test do: set-up and checks, with nothing but Python's standard library."""

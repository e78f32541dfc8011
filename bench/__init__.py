"""How fast it is, beside other ways to do the same. Run ./bench/run; never part of ./test."""

"""Expressions of XForms (relevance, constraints, calculations, filters of answers).

They come from people's files, so nothing runs but what ``parsing`` and ``functions`` allow: a
small grammar with limits on length, size and depth, and a list of functions without side effects.
There is no ``//``, no axis, no wildcard, no ``document()``, no predicate inside a predicate;
regular expressions are RE2's, which takes linear time. ``compiling`` turns a parsed expression
into a function of a ``Scope``; nothing is parsed while somebody answers.
"""

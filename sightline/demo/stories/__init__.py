"""The stories in the made-up data, told through the same actions that people use.

Three are planted in the answers too (see chosen.py): a trust whose supervision falls, is raised,
acted on and recovers; a specialty in trouble in four trusts; a small practice where suppression
matters.
"""

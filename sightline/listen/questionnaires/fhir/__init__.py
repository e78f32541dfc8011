"""FHIR R4 Questionnaires, read and written.

What FHIR can say in its own words is written so; what only XForms can say (constraints,
calculations, filters of answers) travels in extensions of ours, which other readers pass over.
"""

"""XLSForm: questionnaires as people write them in spreadsheets, read and written.

Everything that could be wrong is looked for here first, so that each message names sheet, row and
column; pyxform, the format's own compiler, is asked last, for what only it knows.
"""

"""How large a file of another survey's results may be."""

BYTES = 600_000_000
#: Results in one file: rows, or cells of a wide table.
RESULTS = 800_000
SHEET_ROWS = 400_000
SHEET_CELLS = 12_000_000
SHEETS = 60
COLUMNS = 700
#: Problems that are kept of one file; the rest are counted.
PROBLEMS = 500
XML_DEPTH = 40
XML_TEXT = 5_000

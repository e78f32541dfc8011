"""How large an uploaded survey file may be."""

CSV_BYTES = 500_000_000
CSV_ROWS = 1_000_000
XLSX_BYTES = 60_000_000
XLSX_ROWS = 100_000
XLSX_CELLS = 12_000_000
#: All parts of a workbook unpacked. 100,000 rows of 60 answers take about 250 MB.
XLSX_UNPACKED_BYTES = 600_000_000
XLSX_PARTS = 2_000
COLUMNS = 700
LINE_BYTES = 2_000_000


def size(number: int) -> str:
    """A size as people say it: "500 MB"."""
    if number >= 1_000_000:
        return f"{number / 1_000_000:,.0f} MB"
    return f"{max(1, round(number / 1000)):,} kB"

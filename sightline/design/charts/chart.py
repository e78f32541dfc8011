"""What every chart gives: one table, and two pictures of it."""

from dataclasses import dataclass

from markupsafe import Markup

from sightline.design.tables import Table


@dataclass(frozen=True)
class Chart:
    """A picture for a wide and one for a narrow column, and the table with the same numbers.

    The macro `figure` of components.jinja shows all three; downloads take `table`.
    """

    table: Table
    svg: Markup
    narrow_svg: Markup

    @property
    def caption(self) -> str:
        return self.table.caption

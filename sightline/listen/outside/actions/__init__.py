"""Every change to other people's surveys goes through these verbs."""

from sightline.listen.outside.actions.files import (
    CannotImport,
    apply,
    read,
    say_columns,
    set_aside,
    upload,
)
from sightline.listen.outside.actions.schools import (
    CannotPlace,
    end_placing,
    load_register,
    say_placing,
)
from sightline.listen.outside.actions.sources import CannotAdd, add_source, load_shipped

__all__ = [
    "CannotAdd",
    "CannotImport",
    "CannotPlace",
    "add_source",
    "apply",
    "end_placing",
    "load_register",
    "load_shipped",
    "read",
    "say_columns",
    "say_placing",
    "set_aside",
    "upload",
]

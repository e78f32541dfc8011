"""The Jinja environment of every page: the design system's macros and how values are shown."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from jinja2 import BaseLoader, ChainableUndefined, ChoiceLoader, Environment, PackageLoader

from sightline.design import downloads, fields, flags, show, tables


def environment(**options: Any) -> Environment:
    """A Jinja environment for Django's Jinja2 backend (its option ``environment``).

    `options` are those the backend passes: at least ``loader`` and ``autoescape``. The macros of
    nhsuk-frontend-jinja are found beside the service's own templates.
    """
    own: BaseLoader = options.pop("loader")
    options["undefined"] = ChainableUndefined  # the NHS macros chain parameters that may be absent
    jinja = Environment(  # noqa: S701 - autoescape is among the options
        loader=ChoiceLoader([own, PackageLoader("nhsuk_frontend_jinja")]),
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    shown = {
        "format_date": show.format_date,
        "format_moment": show.format_moment,
        "number": show.number,
        "percent": show.percent,
        "pluralise": show.pluralise,
    }
    jinja.globals.update(
        static=static,
        url=url,
        url_if_any=url_if_any,
        settings=settings,
        table_parameters=tables.nhs_parameters,
        drawn_table=tables.drawn,
        field_parameters=fields.parameters,
        error_list=fields.error_list,
        FLAGS=flags.FLAGS,
        flag_named=flags.named,
        table_files=downloads.links,
        asked_href=asked_href,
        **shown,
    )
    jinja.filters.update(shown)
    return jinja


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The path of a named page. Raises NoReverseMatch for a name that does not exist."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def asked_href(**asked: str) -> str:
    """This page's address with nothing but that in its query."""
    return f"?{urlencode(asked)}"


def url_if_any(name: str, *args: Any, **kwargs: Any) -> str:
    """The path of a named page, or "" while the service has no such page."""
    try:
        return reverse(name, args=args or None, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""

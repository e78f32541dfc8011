"""The metadata document, from the same definitions as the rows: CSDL in XML and in JSON.

OData Common Schema Definition Language 4.01. Capabilities say what the feed does not do, so that a
program such as Power BI does not ask for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree

from sightline.api.odata.edm import CONTAINER, NAMESPACE, EntitySet, Property, Type

_EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
_EDM = "http://docs.oasis-open.org/odata/ns/edm"
_VOCABULARIES = "https://docs.oasis-open.org/odata/odata-vocabularies/v4.0/vocabularies/"
_CORE, _CAPABILITIES = "Org.OData.Core.V1", "Org.OData.Capabilities.V1"
_DESCRIPTION = f"{_CORE}.Description"
FUNCTIONS = ("contains", "startswith", "endswith")
#: Each a term of the Capabilities vocabulary that applies to a set, with what it says.
_OF_A_SET: dict[str, dict[str, bool]] = {
    "InsertRestrictions": {"Insertable": False},
    "UpdateRestrictions": {"Updatable": False},
    "DeleteRestrictions": {"Deletable": False},
    "ExpandRestrictions": {"Expandable": False},
    "SearchRestrictions": {"Searchable": False},
    "FilterRestrictions": {"Filterable": True},
    "SortRestrictions": {"Sortable": True},
    "CountRestrictions": {"Countable": True},
}
#: The same for the whole feed.
_OF_THE_FEED: dict[str, bool] = {
    "BatchSupported": False,
    "AsynchronousRequestsSupported": False,
    "CrossJoinSupported": False,
    "TopSupported": True,
    "SkipSupported": True,
}


def xml(sets: Iterable[EntitySet]) -> bytes:
    root = etree.Element(f"{{{_EDMX}}}Edmx", nsmap={"edmx": _EDMX}, Version="4.0")
    for name, alias in ((_CORE, "Core"), (_CAPABILITIES, "Capabilities")):
        reference = etree.SubElement(
            root, f"{{{_EDMX}}}Reference", Uri=f"{_VOCABULARIES}{name}.xml"
        )
        etree.SubElement(reference, f"{{{_EDMX}}}Include", Namespace=name, Alias=alias)
    services = etree.SubElement(root, f"{{{_EDMX}}}DataServices")
    schema = etree.SubElement(
        services, f"{{{_EDM}}}Schema", nsmap={None: _EDM}, Namespace=NAMESPACE
    )
    listed = list(sets)
    for one in listed:
        _entity_type(schema, one)
    container = _under(schema, "EntityContainer", Name=CONTAINER)
    for one in listed:
        set_ = _under(container, "EntitySet", Name=one.name, EntityType=f"{NAMESPACE}.{one.entity}")
        _annotate(set_, _DESCRIPTION, String=one.about)
        for term, says in _OF_A_SET.items():
            record = _under(_annotate(set_, f"{_CAPABILITIES}.{term}"), "Record")
            for name, value in says.items():
                _under(record, "PropertyValue", Property=name, Bool=str(value).lower())
    for term, value in _OF_THE_FEED.items():
        _annotate(container, f"{_CAPABILITIES}.{term}", Bool=str(value).lower())
    functions = _under(_annotate(container, f"{_CAPABILITIES}.FilterFunctions"), "Collection")
    for name in FUNCTIONS:
        _under(functions, "String").text = name
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _entity_type(schema: etree._Element, one: EntitySet) -> None:
    entity = _under(schema, "EntityType", Name=one.entity)
    key = _under(entity, "Key")
    _under(key, "PropertyRef", Name=one.key.name)
    for column in one.properties:
        facets = {} if column.may_be_empty else {"Nullable": "false"}
        if column.type is Type.MOMENT:
            facets["Precision"] = "6"
        said = _under(entity, "Property", Name=column.name, Type=column.type.value, **facets)
        _annotate(said, _DESCRIPTION, String=column.about)


def _under(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_EDM}}}{tag}", attributes)


def _annotate(parent: etree._Element, term: str, **attributes: str) -> etree._Element:
    return _under(parent, "Annotation", Term=term, **attributes)


def json(sets: Iterable[EntitySet]) -> dict[str, Any]:
    listed = list(sets)
    return {
        "$Version": "4.01",
        "$EntityContainer": f"{NAMESPACE}.{CONTAINER}",
        "$Reference": {
            f"{_VOCABULARIES}{name}.json": {"$Include": [{"$Namespace": name, "$Alias": alias}]}
            for name, alias in ((_CORE, "Core"), (_CAPABILITIES, "Capabilities"))
        },
        NAMESPACE: {
            **{
                one.entity: {
                    "$Kind": "EntityType",
                    "$Key": [one.key.name],
                    **{column.name: _column(column) for column in one.properties},
                }
                for one in listed
            },
            CONTAINER: {
                "$Kind": "EntityContainer",
                **{
                    one.name: {
                        "$Collection": True,
                        "$Type": f"{NAMESPACE}.{one.entity}",
                        f"@{_DESCRIPTION}": one.about,
                        **{f"@{_CAPABILITIES}.{term}": says for term, says in _OF_A_SET.items()},
                    }
                    for one in listed
                },
                **{f"@{_CAPABILITIES}.{term}": says for term, says in _OF_THE_FEED.items()},
                f"@{_CAPABILITIES}.FilterFunctions": list(FUNCTIONS),
            },
        },
    }


def _column(column: Property) -> dict[str, Any]:
    found: dict[str, Any] = {f"@{_DESCRIPTION}": column.about}
    if column.type is not Type.STRING:  # Edm.String is what is meant where nothing is said
        found["$Type"] = column.type.value
    if column.may_be_empty:
        found["$Nullable"] = True
    if column.type is Type.MOMENT:
        found["$Precision"] = 6
    return found

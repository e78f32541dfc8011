"""The metadata against the rules of CSDL that every reader relies on."""

import json
import re

from lxml import etree

from sightline.api.odata import metadata
from sightline.api.odata.edm import Type
from sightline.api.odata.sets import SETS

EDMX = "{http://docs.oasis-open.org/odata/ns/edmx}"
EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,127}")
#: What may stand under what (CSDL XML 4.01, the parts that this feed uses), and the attributes
#: that are needed there.
MAY_HOLD = {
    f"{EDMX}Edmx": {f"{EDMX}Reference", f"{EDMX}DataServices"},
    f"{EDMX}Reference": {f"{EDMX}Include"},
    f"{EDMX}Include": set(),
    f"{EDMX}DataServices": {f"{EDM}Schema"},
    f"{EDM}Schema": {f"{EDM}EntityType", f"{EDM}EntityContainer"},
    f"{EDM}EntityType": {f"{EDM}Key", f"{EDM}Property"},
    f"{EDM}Key": {f"{EDM}PropertyRef"},
    f"{EDM}PropertyRef": set(),
    f"{EDM}Property": {f"{EDM}Annotation"},
    f"{EDM}EntityContainer": {f"{EDM}EntitySet", f"{EDM}Annotation"},
    f"{EDM}EntitySet": {f"{EDM}Annotation"},
    f"{EDM}Annotation": {f"{EDM}Record", f"{EDM}Collection"},
    f"{EDM}Record": {f"{EDM}PropertyValue"},
    f"{EDM}PropertyValue": set(),
    f"{EDM}Collection": {f"{EDM}String"},
    f"{EDM}String": set(),
}
ATTRIBUTES = {
    f"{EDMX}Edmx": ({"Version"}, set()),
    f"{EDMX}Reference": ({"Uri"}, set()),
    f"{EDMX}Include": ({"Namespace"}, {"Alias"}),
    f"{EDM}Schema": ({"Namespace"}, {"Alias"}),
    f"{EDM}EntityType": ({"Name"}, set()),
    f"{EDM}PropertyRef": ({"Name"}, set()),
    f"{EDM}Property": ({"Name", "Type"}, {"Nullable", "Precision"}),
    f"{EDM}EntityContainer": ({"Name"}, set()),
    f"{EDM}EntitySet": ({"Name", "EntityType"}, set()),
    f"{EDM}Annotation": ({"Term"}, {"String", "Bool"}),
    f"{EDM}PropertyValue": ({"Property", "Bool"}, set()),
}
ROOT = etree.fromstring(metadata.xml(SETS.values()))


def test_every_element_stands_where_it_may_with_what_it_needs():
    for element in ROOT.iter():
        assert {child.tag for child in element} <= MAY_HOLD[element.tag], element.tag
        needed, allowed = ATTRIBUTES.get(element.tag, (set(), set()))
        assert needed <= set(element.attrib) <= needed | allowed, element.attrib
    assert ROOT.get("Version") == "4.0"


def test_sets_types_keys_and_terms_fit_together():
    schema = ROOT.find(f".//{EDM}Schema")
    types = {one.get("Name"): one for one in schema.iter(f"{EDM}EntityType")}
    sets = list(schema.iter(f"{EDM}EntitySet"))
    assert [one.get("Name") for one in sets] == list(SETS)
    names = [*types, *(one.get("Name") for one in sets)]
    assert len(set(names)) == len(names)
    for one in sets:
        assert one.get("EntityType") == f"Sightline.{SETS[one.get('Name')].entity}"
        assert one.get("EntityType").removeprefix("Sightline.") in types
    for one in types.values():
        columns = {p.get("Name"): p for p in one.iter(f"{EDM}Property")}
        assert all(IDENTIFIER.fullmatch(name) for name in columns)
        assert {p.get("Type") for p in columns.values()} <= {str(type_) for type_ in Type}
        for reference in one.iter(f"{EDM}PropertyRef"):
            assert columns[reference.get("Name")].get("Nullable") == "false"
            assert columns[reference.get("Name")].get("Type") == Type.STRING
    included = {one.get("Namespace") for one in ROOT.iter(f"{EDMX}Include")}
    assert {a.get("Term").rpartition(".")[0] for a in ROOT.iter(f"{EDM}Annotation")} <= included


def test_every_set_and_column_says_what_it_is():
    for one in SETS.values():
        assert one.about.endswith(".")
        for column in one.properties:
            assert column.about.endswith("."), f"{one.name}.{column.name}"


def test_json_says_the_same_as_xml():
    found = json.loads(json.dumps(metadata.json(SETS.values())))
    assert found["$EntityContainer"] == "Sightline.Feed"
    schema = found["Sightline"]
    for one in SETS.values():
        entity = schema[one.entity]
        assert entity["$Key"] == [one.key.name]
        assert schema["Feed"][one.name]["$Type"] == f"Sightline.{one.entity}"
        for element in ROOT.iter(f"{EDM}EntityType"):
            if element.get("Name") != one.entity:
                continue
            for column in element.iter(f"{EDM}Property"):
                said = entity[column.get("Name")]
                assert said.get("$Type", "Edm.String") == column.get("Type")
                assert said.get("$Nullable", False) == (column.get("Nullable") != "false")

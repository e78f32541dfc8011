"""Two fields of a form that prepares a round: the smallest groups it shows."""

from __future__ import annotations

from typing import Any

from django import forms

from sightline.design.forms import Form
from sightline.listen.surveys import smallest
from sightline.listen.surveys.smallest import Smallest

_FIELDS = {"inside": "threshold_inside", "public": "threshold_public"}


class SmallestForm(Form):
    """What is left empty is the service's minimum."""

    threshold_inside = forms.IntegerField(
        label="Smallest group shown inside the service", required=False
    )
    threshold_public = forms.IntegerField(label="Smallest group shown in public", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        least = smallest.usual()
        fields: dict[str, Any] = self.fields
        fields["threshold_inside"].help_text = (
            f"People in the smallest group that staff see numbers of: {least.inside} to "
            f"{smallest.MOST_INSIDE}. It cannot be changed once the round is there."
        )
        fields[
            "threshold_public"
        ].help_text = f"{least.public} or more, and not fewer than inside. Empty: {least.public}."
        if not self.is_bound:
            self.initial.setdefault("threshold_inside", least.inside)
            self.initial.setdefault("threshold_public", least.public)

    @property
    def smallest(self) -> Smallest:
        least, given = smallest.usual(), self.cleaned_data
        inside = given.get("threshold_inside")
        public = given.get("threshold_public")
        return Smallest(
            least.inside if inside is None else inside,
            least.public if public is None else public,
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not any(name in self.errors for name in _FIELDS.values()):
            for which, why in smallest.against(self.smallest, smallest.usual()).items():
                self.add_error(_FIELDS[which], why)
        return given

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.comments import actions, queries
from sightline.listen.comments.pages.list import found_for, pieces, where
from sightline.people.request import SignedInRequest


class ReleaseForm(Form):
    text = forms.CharField(
        label="The comment as others will read it",
        help_text="Take out or mask, in square brackets, what tells who somebody is: a name, a "
        "ward with few people, a rare story. Change nothing else.",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    theme = forms.ChoiceField(label="What is it about?", required=False)
    is_public = forms.BooleanField(
        label="Anybody may read it on the provider’s public page", required=False
    )
    nobody_is_recognised = forms.BooleanField(
        label="What is left that looks like a name or number tells of nobody", required=False
    )

    def __init__(self, *args: Any, themes: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["theme"]
        choices.choices = [("", "None of these"), *themes.items()]


@allow(Permission.MODERATE_COMMENTS)
def release(request: SignedInRequest, key: str) -> HttpResponse:
    comment = found_for(request, key)
    form = ReleaseForm(
        request.POST or None,
        themes=queries.theme_labels(comment.round.survey.code),
        initial={
            "text": comment.masked_text,
            "theme": comment.theme,
            "is_public": comment.is_public,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.release(
                comment=comment, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, "The comment is released. The text as it came is deleted.")
            return redirect("listen:comments:list")
    return render(
        request,
        "listen/comments/pages/release.jinja",
        {"comment": comment, "form": form, "pieces": pieces(comment), "where": where(comment)},
    )

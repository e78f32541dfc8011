"""Taking part by link, without an account: one statement a page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import PUBLIC, allow
from sightline.design.forms import Form
from sightline.listen.codesign import result, rules, voting
from sightline.listen.codesign.models import Conversation, Participant
from sightline.listen.codesign.pages import drawn
from sightline.listen.codesign.rules import CannotConverse

COOKIE_SECONDS = 90 * 24 * 60 * 60


class StatementForm(Form):
    text = forms.CharField(
        label="A statement of your own",
        help_text="One thought in one sentence. Name nobody.",
        max_length=rules.LONGEST_STATEMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@allow(PUBLIC)
def vote(request: HttpRequest, token: str) -> HttpResponse:
    conversation = get_object_or_404(
        Conversation.objects.exclude(state=Conversation.State.DRAFT).select_related("place"),
        token=token,
    )
    day = timezone.localdate()
    if not voting.is_open(conversation, day):
        return _closed(request, conversation)
    cookie = f"codesign-{conversation.pk}"
    participant = voting.participant_of(conversation, request.COOKIES.get(cookie, ""))
    if participant is None:
        if request.method == "POST" and "begin" in request.POST:
            answer: Any = redirect(request.path)
            answer.set_cookie(
                cookie,
                voting.join(conversation),
                max_age=COOKIE_SECONDS,
                path=request.path,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
            return answer
        return _draw(request, conversation, "begin")
    form = StatementForm(request.POST if "text" in request.POST else None)
    problem = ""
    if request.method == "POST":
        try:
            if _taken(request, conversation, participant, form):
                said = "?added=1" if form.is_bound else ""
                return redirect(f"{request.path}{said}")
        except CannotConverse as refusal:
            if form.is_bound:
                form.add_error("text", str(refusal))
            else:
                problem = str(refusal)
    return _ballot(request, conversation, participant, form, problem)


def _taken(
    request: HttpRequest, conversation: Conversation, participant: Participant, form: StatementForm
) -> bool:
    """Take what was sent: a statement of their own, or a vote."""
    day = timezone.localdate()
    if form.is_bound:
        if form.is_valid():
            voting.add_statement(participant, form.cleaned_data["text"], day)
            return True
        return False
    number = request.POST.get("statement", "")
    statement = (
        conversation.statements.filter(number=number[:4]).first() if number.isdecimal() else None
    )
    if statement is None:
        raise CannotConverse("This statement is not part of the conversation.")
    voting.vote(participant, statement, request.POST.get("choice", ""), day)
    return True


def _ballot(
    request: HttpRequest,
    conversation: Conversation,
    participant: Participant,
    form: StatementForm,
    problem: str,
) -> HttpResponse:
    ballot = voting.ballot_of(participant)
    change = request.GET.get("change", "")
    wanted = next((one for one in ballot.statements if str(one.number) == change), None)
    statement = None if form.is_bound or "added" in request.GET else (wanted or ballot.next)
    words = {value: name for name, value in rules.CHOICES.items()}
    return _draw(
        request,
        conversation,
        "statement" if statement else "done",
        statement=statement,
        chosen=words.get(ballot.votes.get(statement.pk, 9), "") if statement else "",
        position=ballot.statements.index(statement) + 1 if statement else 0,
        ballot=ballot,
        is_all=ballot.next is None,
        votes=[(one, words[ballot.votes[one.pk]]) for one in ballot.statements
               if one.pk in ballot.votes],
        may_add=conversation.takes_statements and participant.added < rules.MOST_ADDED,
        form=form,
        problem=problem,
    )  # fmt: skip


def _closed(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The group reads the result when it is there: nothing in it is of fewer than ten people."""
    found = result.of(conversation)
    has_result = found.people is not None
    return _draw(
        request,
        conversation,
        "closed",
        result=found,
        is_closed=conversation.state == Conversation.State.CLOSED,
        chart=drawn.chart(found) if has_result else None,
        table=drawn.table(found) if has_result else None,
    )


def _draw(
    request: HttpRequest, conversation: Conversation, step: str, **context: Any
) -> HttpResponse:
    return render(
        request,
        "listen/codesign/pages/vote.jinja",
        {"conversation": conversation, "step": step, "is_bare": True, **context},
    )

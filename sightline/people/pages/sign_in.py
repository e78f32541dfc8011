"""Sign in with an e-mail address and a password."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.views import LoginView
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import HttpResponse

from sightline.access.allow import PUBLIC, allow
from sightline.design.forms import use_plain_errors

LONGEST_PASSWORD = 200  # characters; hashing a much longer one would only cost time


class SignInForm(LoginForm):
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email, password = self.fields["login"], self.fields["password"]
        email.label, password.label = "Email address", "Password"
        email.widget = forms.EmailInput(attrs={"autocomplete": "username"})
        password.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        password.help_text = ""
        password.validators.append(
            MaxLengthValidator(
                LONGEST_PASSWORD, f"Password must be {LONGEST_PASSWORD} characters or fewer"
            )
        )
        for field in (email, password):
            use_plain_errors(field, str(field.label))

    def clean(self) -> dict[str, Any] | None:
        try:
            return super().clean()
        except ValidationError as error:
            # Said at a field, so that the summary leads there.
            self.add_error("login", error)
            return self.cleaned_data


class SignIn(LoginView):
    template_name = "people/pages/sign_in.jinja"
    form_class = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Past LoginView's own, which asks for addresses of pages that this service does not have.
        return super(LoginView, self).get_context_data(**kwargs)

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        limited = form.has_error("login", "too_many_login_attempts")
        return self.render_to_response(
            self.get_context_data(form=form), status=429 if limited else 200
        )


sign_in = allow(PUBLIC)(SignIn.as_view())

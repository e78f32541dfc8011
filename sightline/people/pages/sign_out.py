"""Sign out: by the button in the header of every page, or here."""

from allauth.account.views import LogoutView

from sightline.access.allow import PUBLIC, allow


class SignOut(LogoutView):
    template_name = "people/pages/sign_out.jinja"


sign_out = allow(PUBLIC)(SignOut.as_view())

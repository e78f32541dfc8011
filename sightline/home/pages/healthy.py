"""Is the service able to answer? For whatever watches over it."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from sightline.access.allow import PUBLIC, allow


@allow(PUBLIC)
def healthy(request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", "text/plain", status=503)
    return HttpResponse("healthy\n", "text/plain")

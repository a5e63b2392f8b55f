"""`prepare` makes the tables, a person who is signed in and processes; `serve` answers on a free port."""

# mypy: ignore-errors
import json
import os
import sys

import django
from waitress.server import create_server

os.environ["DJANGO_SETTINGS_MODULE"] = "viewflow_site.settings"


def prepare(count):
    """Print the session's key and where each process is to be gone on with."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from viewflow.workflow.models import Task
    from viewflow_site import urls
    from viewflow_site.flows import ReviewFlow

    call_command("migrate", run_syncdb=True, verbosity=0)
    person = User.objects.create_superuser("street", password=None)
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.create()
    for number in range(count):
        ReviewFlow.start.run(number=f"R-{number}", street=person)
    assert urls.urlpatterns  # a flow knows its addresses once a site has it
    places = [task.flow_task.reverse("index", args=[task.process_id, task.pk])
              for task in Task.objects.filter(status="ASSIGNED").order_by("pk")]  # fmt: skip
    print(json.dumps({"session": session.session_key, "places": places}))


def serve(threads):
    """Answer until told to stop."""
    from django.core.wsgi import get_wsgi_application

    server = create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=threads, ident="")
    print(f"http://127.0.0.1:{server.effective_port}/", flush=True)
    server.run()


if __name__ == "__main__":
    django.setup()
    {"prepare": prepare, "serve": serve}[sys.argv[1]](int(sys.argv[2]))

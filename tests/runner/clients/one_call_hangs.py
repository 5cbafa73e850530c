"""Never answers one call, and goes on with the others."""

from honest import is_poison, respond, say, serve

serve(lambda request: None if is_poison(request) else say(respond(request)))

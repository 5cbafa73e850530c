"""Never answers one call, but answers the others."""

from honest import is_poison, respond, send, serve

serve(lambda request: None if is_poison(request) else send(respond(request)))

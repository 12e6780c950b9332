"""What the document cannot tell of a request, and generated ones must know.

Each generated Idempotency-Key is used once: a repeated one gives the first answer back, also of a thing
that was deleted in between, and a search for "created, then not found" would take that for a fault; with
another body it is refused. So is each client_id. A cursor is good for the list that gave it and for no
other. The API tests see to all three.
"""

import re
import uuid

import schemathesis

# What the generator takes for marks, and Unicode has yet to give out.
NO_MARKS = re.compile("[\u20f1-\u20ff]")


@schemathesis.hook
def before_call(context, case, kwargs):
    # What is wrong on purpose stays as it is.
    if not case.meta or not case.meta.generation.mode.is_positive:
        return
    for name, value in dict(case.headers or {}).items():
        if name.lower() == "idempotency-key":
            case.headers[name] = f"{value[:100]}-{uuid.uuid4()}"
    if case.query:
        case.query.pop("cursor", None)
    if isinstance(case.body, dict):
        if case.body.get("client_id"):
            case.body["client_id"] = str(uuid.uuid4())
        for some in (case.body, case.body.get("set"), case.body.get("actions")):
            for name in {"tags", "add_tags", "remove_tags"} & set(some or {}):
                some[name] = some[name] and [NO_MARKS.sub("a", tag) for tag in some[name]]
    # All of it is as right as before. Looked at again, no form with a file would be.
    case._sync_validated_hashes()

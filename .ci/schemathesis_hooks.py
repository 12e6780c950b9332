"""Each generated Idempotency-Key is used once.

A repeated key gives the first answer back (the API tests see to that), also of a thing that was deleted
in between, and a search for "created, then not found" would take that for a fault.
"""

import uuid

import schemathesis


@schemathesis.hook
def map_headers(context, headers):
    if not headers:
        return headers
    return {
        name: f"{value[:100]}-{uuid.uuid4()}" if name.lower() == "idempotency-key" else value
        for name, value in headers.items()
    }

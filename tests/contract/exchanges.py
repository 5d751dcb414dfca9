"""exchanges.py - one recorded exchange against the document. A finding is a sentence."""


def media(text):
    return text.split(";")[0].strip().lower() if text else None


def found(validator, value, where):
    for error in validator.iter_errors(value):
        at = "/".join(str(p) for p in error.absolute_path)
        yield f"{where}{'/' + at if at else ''}: {error.message[:200]}"


def of_query(op, query):
    """Query values are texts; a schema of numbers or truths is met by what they spell."""
    for name, text in query.items():
        if name not in op.queries:
            yield f"query {name} is not documented"
            continue
        validator = op.queries[name]
        spelt = [text]
        if text.lstrip("-").isdigit():
            spelt.append(int(text))
        elif text in ("true", "false"):
            spelt.append(text == "true")
        if not any(validator.is_valid(value) for value in spelt):
            yield from found(validator, spelt[-1], f"query {name}")


def of_request(op, exchange):
    """Only what was taken must be documented: refusals answer anything."""
    yield from of_query(op, exchange["query"])
    body = exchange["request_body"]
    kind = media(exchange["request_type"])
    if body is not None and not op.body:
        yield "a body was taken that is not documented"
    elif body is not None and kind in op.body:
        yield from found(op.body[kind], body, "request")
    elif op.body and body is None and op.body_required and "application/json" in op.body:
        yield "a body is documented as required, and was not needed"


def of_answer(op, exchange):
    status, kind = exchange["status"], media(exchange["response_type"])
    documented = op.answer(status)
    if documented is None:
        yield f"status {status} is not documented"
    elif not documented:
        if exchange["response_body"] is not None:
            yield f"{status} has a body that is not documented"
    elif kind not in documented:
        yield f"{status} is {kind}, documented is {', '.join(documented)}"
    elif "json" in kind:
        yield from found(documented[kind], exchange["response_body"], f"{status}")


def of_exchange(op, exchange):
    if exchange["status"] < 400:
        yield from of_request(op, exchange)
    yield from of_answer(op, exchange)

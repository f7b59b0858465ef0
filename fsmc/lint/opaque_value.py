"""A value of a host type is compared, or is to be kept.

Of a type that the host declares the machine knows the fields that its declaration lists, and nothing else: it cannot
tell two values apart, and a snapshot could not hold one. Compare fields, and keep what you need of them in a `var`.

Example:
    machine Client
    type Response (status: int)
    var last: Response                  # FSM033: Response
    state Waiting initial
    state Done final
    event response (r: Response)
    Waiting on response [r.status == 200] -> Done
    Waiting ignore response [else]
    Done    ignore response

Instead:
    machine Client
    type Response (status: int)
    var last: int
    state Waiting initial
    state Done final
    event response (r: Response)
    Waiting on response [r.status == 200 or r.status == last] -> Done
    Waiting on response [else] -> stay / last = r.status
    Done    ignore response
"""

from __future__ import annotations

from fsmc.lint.rule import Rule

RULE = Rule("FSM033", "opaque-value", None, __doc__)

"""Names: how a spec writes them, and the identifiers that Python gets."""

import pytest

from fsmc import names


@pytest.mark.parametrize(
    ("name", "snake", "constant", "pascal"),
    [
        ("passive-OPEN", "passive_open", "PASSIVE_OPEN", "PassiveOPEN"),
        ("TIME-WAIT", "time_wait", "TIME_WAIT", "TIMEWAIT"),
        ("create-TCB", "create_tcb", "CREATE_TCB", "CreateTCB"),
        ("RCR+", "rcr_plus", "RCR_PLUS", "RCRPlus"),
        ("TO-", "to_minus", "TO_MINUS", "TOMinus"),
        ("AdjOK?", "adj_ok_query", "ADJ_OK_QUERY", "AdjOKQuery"),
        ("2-Way", "_2_way", "_2_WAY", "_2Way"),
        ("half-closed (remote)", "half_closed_remote", "HALF_CLOSED_REMOTE", "HalfClosedRemote"),
        ("ﬁn", "fin", "FIN", "Fin"),
        ("flushQueues", "flush_queues", "FLUSH_QUEUES", "FlushQueues"),
    ],
)
def test_each_target_derives_its_identifiers(name: str, snake: str, constant: str, pascal: str) -> None:
    assert (names.snake(name), names.constant(name), names.pascal(name)) == (snake, constant, pascal)


@pytest.mark.parametrize("name", ["any", "3rd", "a b", "it's", "x=", "", "a--b", "+"])
def test_what_is_no_bare_name_is_quoted(name: str) -> None:
    assert names.quoted(name).startswith("'")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.25, "250ms"),
        (3.0, "3s"),
        (90.0, "90s"),
        (120.0, "2min"),
        (5400.0, "90min"),
        (3600.0, "1h"),
        (0.0, "0s"),
        (1.5, "1500ms"),
        (1e30, "1" + "0" * 30 + "s"),
        (float("inf"), "infs"),
    ],
)
def test_durations_read_as_a_spec_writes_them(seconds: float, text: str) -> None:
    assert names.duration(seconds) == text


def test_the_natural_order_is_that_of_sections_and_of_numbered_names() -> None:
    for ordered in (["3.9", "3.9.1", "3.11", "A.1"], ["r", "r2", "r10", "r²"]):
        assert sorted(set(ordered), key=names.natural) == ordered

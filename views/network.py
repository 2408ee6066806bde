"""No address outside is ever asked, not by the server either."""

from streamlit import net_util


def stay_at_home() -> None:
    """Keeps Streamlit from asking the network for this machine's own address.

    It would where a page of another origin knocks, between two answers, so that all wait until an
    outside name is resolved or given up. What it would learn is only whether that origin is this
    machine's address, which a person can say instead (`server.corsAllowedOrigins`).
    """
    net_util.get_external_ip = net_util.get_internal_ip = lambda: None

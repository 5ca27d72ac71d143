#!/usr/bin/env python3
"""Follows Tickwatch over Socket.IO and prints every event as a line of JSON.

    apt-get install python3-socketio python3-websocket python3-requests
    python3 follow.py URL TOKEN [--transport polling] [--until TYPE,TYPE] [--rule]

--until  ends after one of each of these events, with code 1 when they do not come in time
--rule   makes an alert rule that fires at once, and deletes it in the end
"""
import argparse
import json
import sys
import threading

import socketio

EVENTS = ("price_update", "position_update", "alert", "signal_reversal")
PATIENCE_S = 30
# Events are heard in a thread of their own; without it two lines could come out as one.
printing = threading.Lock()


def say(line):
    with printing:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


def ask(client, name, params):
    """The value of a reply; the service answers every request."""
    reply = client.call(name, params, timeout=10)
    if not reply["ok"]:
        raise RuntimeError(f"{name}: {reply['error']['code']} {reply['error']['message']}")
    return reply["value"]


def make_rule(client):
    rule = {
        "symbol": "BTC/USDT",
        "condition": {"type": "price_above", "price": 1},
        "mode": "once",
        "severity": "info",
    }
    # Any REST operation goes over the socket, too.
    made = ask(client, "request", {"method": "POST", "path": "/alert-rules", "body": rule})
    return made["rule_id"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("token")
    parser.add_argument("--transport", choices=("websocket", "polling"), default="websocket")
    parser.add_argument("--until", default="alert")
    parser.add_argument("--rule", action="store_true")
    options = parser.parse_args()

    missing = set(options.until.split(","))
    done = threading.Event()
    client = socketio.Client(reconnection=False)

    def hear(envelope):
        say(envelope)
        missing.discard(envelope["type"])
        if not missing:
            done.set()

    for name in EVENTS:
        client.on(name, hear)
    client.connect(options.url, auth={"token": options.token}, transports=[options.transport])
    ask(client, "subscribe_symbol", {"symbol": "BTC/USDT"})
    ask(client, "subscribe_signals", {})
    say({"ready": True})
    rule = make_rule(client) if options.rule else None
    heard_all = done.wait(PATIENCE_S)
    if rule is not None:
        ask(client, "delete_alert_rule", {"id": rule})
    client.disconnect()
    sys.exit(0 if heard_all else 1)


if __name__ == "__main__":
    main()

"""Flask-SocketIO with eventlet, the plain way, steered like fanout/server.ts: one JSON line an order."""

import json
import os
import resource
import sys
import time

import eventlet

eventlet.monkey_patch()

from eventlet import wsgi  # noqa: E402
from eventlet.hubs import trampoline  # noqa: E402
from flask import Flask  # noqa: E402
from flask_socketio import SocketIO, join_room  # noqa: E402

SYMBOLS = 20
app = Flask(__name__)
socketio = SocketIO(app, async_mode="eventlet")
seq = 0


@socketio.on("subscribe_symbol")
def subscribe(params):
    join_room(params["symbol"])
    return {"ok": True, "value": {"symbol": params["symbol"]}}


def tell(report):
    sys.stdout.write(json.dumps(report) + "\n")
    sys.stdout.flush()


def publish(symbol):
    global seq
    seq += 1
    data = {
        "symbol": symbol,
        "price": time.monotonic_ns() // 1000,
        "change_24h": 2.27,
        "timestamp": "2026-01-01T00:00:00.000Z",
    }
    envelope = {"type": "price_update", "data": data, "seq": seq}
    socketio.emit("price_update", envelope, to=symbol)


def cpu_ms():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return (usage.ru_utime + usage.ru_stime) * 1000


def obey(order):
    for _ in range(order["turns"]):
        for n in range(SYMBOLS):
            publish("SYM%d/USDT" % n)
        eventlet.sleep(0)
    tell({"kind": "published", "messages": order["turns"] * SYMBOLS})


def listen_to_orders():
    os.set_blocking(0, False)
    rest = b""
    while True:
        trampoline(0, read=True)
        chunk = os.read(0, 65536)
        if not chunk:
            os._exit(0)
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            order = json.loads(line)
            if order["kind"] == "publish":
                obey(order)
            else:
                tell({"kind": "usage", "cpuMs": cpu_ms(), "rss": 0, "live": 0})


listener = eventlet.listen(("127.0.0.1", 0))
tell({"kind": "ready", "url": "http://127.0.0.1:%d" % listener.getsockname()[1], "token": ""})
eventlet.spawn(listen_to_orders)
wsgi.server(listener, app, log_output=False, max_size=5000)

# SPDX-License-Identifier: GPL-2.0-only
"""A WebSocket client (RFC 6455) that can also do what none should: send a foreign Origin,
read slowly, and send frames that are too large. Knows nothing of what is said."""

import base64
import os
import socket
import struct

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


class Refused(Exception):
    """The server did not take the connection; what it answered."""


class Closed(Exception):
    """The other end closed the connection: code and reason, or None."""

    def __init__(self, code=None, reason=""):
        super().__init__("%s %s" % (code, reason))
        self.code = code
        self.reason = reason


class WebSocket:
    """A connection to a port of this machine."""

    def __init__(self, port, path, protocol=None, timeout=30, buffer=0, **headers):
        self.socket = socket.socket()
        if buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.settimeout(timeout)
        self.socket.connect(("127.0.0.1", port))
        self.pending = b""
        self._shake_hands(port, path, protocol, headers)

    def _shake_hands(self, port, path, protocol, headers):
        host = headers.pop("Host", "127.0.0.1:%d" % port)
        fields = {"Host": host, "Upgrade": "websocket", "Connection": "Upgrade",
                  "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
                  "Sec-WebSocket-Version": "13"}
        if protocol:
            fields["Sec-WebSocket-Protocol"] = protocol
        fields.update(headers)
        request = "GET %s HTTP/1.1\r\n" % path + "".join(
            "%s: %s\r\n" % field for field in fields.items() if field[1] is not None)
        self.socket.sendall(request.encode() + b"\r\n")
        while b"\r\n\r\n" not in self.pending:
            more = self._receive()
            if not more:
                raise Refused(self.pending.decode("latin-1"))
            self.pending += more
        answer, self.pending = self.pending.split(b"\r\n\r\n", 1)
        if not answer.startswith(b"HTTP/1.1 101"):
            self.socket.close()
            raise Refused(answer.decode("latin-1"))

    def _receive(self):
        try:
            return self.socket.recv(65536)
        except ConnectionResetError:
            return b""

    def _take(self, size):
        while len(self.pending) < size:
            more = self._receive()
            if not more:
                raise Closed()
            self.pending += more
        taken, self.pending = self.pending[:size], self.pending[size:]
        return taken

    def send(self, data, kind=TEXT, final=True):
        """One frame; or as much of it as the other end takes before it hangs up."""
        data = data.encode() if isinstance(data, str) else data
        mask = os.urandom(4)
        head = bytes([kind | (0x80 if final else 0)])
        if len(data) < 126:
            head += bytes([0x80 | len(data)])
        elif len(data) < 65536:
            head += bytes([0x80 | 126]) + struct.pack(">H", len(data))
        else:
            head += bytes([0x80 | 127]) + struct.pack(">Q", len(data))
        key = int.from_bytes((mask * (len(data) // 4 + 1))[:len(data)], "big")
        masked = (int.from_bytes(data, "big") ^ key).to_bytes(len(data), "big")
        self.socket.sendall(head + mask + masked)

    def _frame(self):
        first, length = self._take(2)
        length &= 0x7f
        if length == 126:
            length, = struct.unpack(">H", self._take(2))
        elif length == 127:
            length, = struct.unpack(">Q", self._take(8))
        return first & 15, first & 0x80, self._take(length)

    def receive(self):
        """The next message; raises Closed at the end."""
        message = b""
        while True:
            kind, final, data = self._frame()
            if kind == CLOSE:
                code = struct.unpack(">H", data[:2])[0] if data else None
                raise Closed(code, data[2:].decode("utf-8", "replace"))
            if kind == PING:
                self.send(data, PONG)
            elif kind != PONG:
                message += data
                if final:
                    return message

    def close(self):
        self.socket.close()

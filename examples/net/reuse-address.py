# SO_REUSEADDR: how a server comes back to its port at once.

import socket
import socketserver


def listen(port):
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # Before bind(). Without it the line below is refused for a minute, while old connections time out.
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", port))
    server.listen()
    return server


first = listen(0)  # 0: any free port
port = first.getsockname()[1]
client = socket.create_connection(("127.0.0.1", port))
conn, addr = first.accept()

# Who closes first keeps the address in TIME_WAIT: segments that are late must not get into a new connection.
conn.close()
print("the client reads", client.recv(1))
client.close()
first.close()

second = listen(port)
print("back on the same port:", second.getsockname()[1] == port)

# The option is no way to share a port with a server that listens.
try:
    listen(port)
except OSError as error:
    print("refused:", error.strerror)
second.close()


# A server class has an attribute for it; nothing has to be overridden.
class Server(socketserver.TCPServer):
    allow_reuse_address = True


server = Server(("127.0.0.1", port), socketserver.BaseRequestHandler)
print("and again:", server.server_address[1] == port)
server.server_close()

// A relay: stands between a client and a server, TCP or UDP, and keeps what each side sent.

import { createSocket, type Socket as DatagramSocket, type RemoteInfo } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

const HOST = "127.0.0.1";
const ATTEMPTS = 20;

/** What the two sides sent: of a connection each side's stream, of datagrams each side's list; a byte is a character. */
export interface Wire {
  readonly connections: readonly { readonly toServer: string; readonly toClient: string }[];
  readonly datagrams: { readonly toServer: readonly string[]; readonly toClient: readonly string[] };
}

/** One port, open to both protocols, that leads on to the server's. */
export class Relay {
  private readonly connections: { toServer: Buffer[]; toClient: Buffer[] }[] = [];
  private readonly datagrams = { toServer: [] as string[], toClient: [] as string[] };
  private readonly sockets = new Set<Socket>();
  private readonly upstream = new Map<number, DatagramSocket>();
  private listener!: Server;
  private front!: DatagramSocket;

  /** Opens the relay; gives its port. */
  async open(serverPort: number): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      this.listener = createServer({ allowHalfOpen: true }, (client) => this.relayStream(client, serverPort));
      this.front = createSocket("udp4", (message, from) => this.relayDatagram(message, from, serverPort));
      this.listener.listen(0, HOST);
      await once(this.listener, "listening");
      const { port } = this.listener.address() as AddressInfo;
      try {
        // The same number may be taken there, since the two protocols have ports of their own.
        this.front.bind(port, HOST);
        await once(this.front, "listening");
        return port;
      } catch (error) {
        this.listener.close();
        if (attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** What went through, and the end of it. */
  close(): Wire {
    this.listener.close();
    this.front.close();
    for (const socket of this.sockets) socket.destroy();
    for (const socket of this.upstream.values()) socket.close();
    return {
      connections: this.connections.map(({ toServer, toClient }) => ({
        toServer: Buffer.concat(toServer).toString("latin1"),
        toClient: Buffer.concat(toClient).toString("latin1"),
      })),
      datagrams: this.datagrams,
    };
  }

  private relayStream(client: Socket, serverPort: number): void {
    const server = connect({ port: serverPort, host: HOST, allowHalfOpen: true });
    const kept = { toServer: [] as Buffer[], toClient: [] as Buffer[] };
    this.connections.push(kept);
    this.passOn(client, server, kept.toServer);
    this.passOn(server, client, kept.toClient);
  }

  private passOn(from: Socket, to: Socket, kept: Buffer[]): void {
    this.sockets.add(from);
    // Segments go on as they come: an example may be about them.
    from.setNoDelay();
    from.on("data", (chunk: Buffer) => {
      kept.push(chunk);
      to.write(chunk);
    });
    from.on("end", () => to.end());
    // A reset is passed on as one.
    from.on("error", () => to.resetAndDestroy());
  }

  private relayDatagram(message: Buffer, from: RemoteInfo, serverPort: number): void {
    this.datagrams.toServer.push(message.toString("latin1"));
    let socket = this.upstream.get(from.port);
    if (socket === undefined) {
      socket = createSocket("udp4", (answer) => {
        this.datagrams.toClient.push(answer.toString("latin1"));
        this.front.send(answer, from.port, HOST);
      });
      this.upstream.set(from.port, socket);
    }
    socket.send(message, serverPort, HOST);
  }
}

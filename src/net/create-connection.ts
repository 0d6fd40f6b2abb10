// Connecting to a server (socket.create_connection).

export { create_connection } from "./socket/create.ts";

import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'

/** What Hono is given when it runs in Node's own HTTP server. */
export type NodeEnv = { Bindings: HttpBindings }

/** The connection breaks before an answer: what a client sees when the network fails. */
export const cutConnection = (c: Context<NodeEnv>): Response => {
  c.env.incoming.socket.destroy()
  return RESPONSE_ALREADY_SENT
}

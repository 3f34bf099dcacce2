import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'

/** Cuts the connection without an answer, as a network does. */
export const hangUp = (c: Context<{ Bindings: HttpBindings }>): Response => {
  c.env.outgoing.destroy()
  return RESPONSE_ALREADY_SENT
}

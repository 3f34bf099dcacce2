import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Changes } from './changes.ts'
import { gather } from './gather.ts'

/** Proxies close a connection on which nothing comes for a minute. */
const KEEP_ALIVE_MS = 15_000

/**
 * One JSON object per `data:` line, as long as somebody listens. With `?gathered` ten times a second at most: each kind
 * of change once, and all timeline entries in one line without their details.
 */
export const createStreamRoutes = (changes: Changes): Hono => {
  const app = new Hono()
  app.get('/', c =>
    streamSSE(c, async stream => {
      await stream.write(': connected\n\n')
      const say = (change: object) => void stream.writeSSE({ data: JSON.stringify(change) })
      const stop = changes.subscribe(c.req.query('gathered') === undefined ? say : gather(say))
      const keepAlive = setInterval(() => {
        void stream.write(': still here\n\n')
      }, KEEP_ALIVE_MS)
      await new Promise<void>(resolve => stream.onAbort(resolve))
      clearInterval(keepAlive)
      stop()
    }),
  )
  return app
}

import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'
import type { NodeEnv } from './http.ts'

/** Nothing but this machine reaches the sandbox. */
const HOST = '127.0.0.1'

export interface SandboxServer {
  /** Without a slash at the end. */
  url: string
  port: number
  /** Until then every request is answered with 503. */
  serve(app: Hono<NodeEnv>): void
  close(): Promise<void>
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })

/** Listens first, since the services have to know their own address before they are built. */
export const startServer = async (port: number): Promise<SandboxServer> => {
  let app: Hono<NodeEnv> | undefined
  const server = createAdaptorServer({
    fetch: (request, env) => app?.fetch(request, env) ?? new Response(null, { status: 503 }),
    hostname: HOST,
  }) as Server
  // The client ends what it no longer needs: a server that did so could close a connection in the moment in which it is used again.
  server.keepAliveTimeout = 0
  const taken = await listen(server, port)
  return {
    url: `http://${HOST}:${taken}`,
    port: taken,
    serve(routed) {
      app = routed
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

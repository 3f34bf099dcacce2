import { Agent, get, type IncomingHttpHeaders } from 'node:http'
import { startServer } from '../../../sandbox/kernel/server.ts'

test('the server ends no idle connection: a client that uses one again is never cut off', async () => {
  const server = await startServer(0)
  const agent = new Agent({ keepAlive: true })
  const ask = () =>
    new Promise<IncomingHttpHeaders>((resolve, reject) => {
      get(server.url, { agent }, response => {
        response.resume().on('end', () => resolve(response.headers))
      }).on('error', reject)
    })
  const headers = await ask()
  expect(headers.connection).toBe('keep-alive')
  // Node announces here after how many idle seconds it closes the connection.
  expect(headers['keep-alive']).toBeUndefined()
  agent.destroy()
  await server.close()
})

import { mkdtempSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RESOURCES_URL, TEST_FOLDER } from './client.ts'
import { createResources, type Resources } from './resources.ts'

interface Shared {
  resources: Resources
  server: Server
}

/** Jest runs setup and teardown as two modules in one process. */
export const shared = globalThis as { testResources?: Shared }

const serve = (resources: Resources): Promise<Server> => {
  const read = { '/bundles': resources.bundles, '/page': resources.page, '/browser': resources.browser }
  const isKnown = (path: string | undefined): path is keyof typeof read => path !== undefined && path in read
  const server = createServer((request, response) => {
    // A connection that is kept could be closed here in the moment in which a busy worker uses it again.
    response.setHeader('connection', 'close')
    if (!isKnown(request.url)) {
      response.writeHead(404).end()
      return
    }
    read[request.url]().then(
      made => response.end(JSON.stringify(made)),
      error => response.writeHead(500).end(String(error)),
    )
  })
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server)))
}

/** Before all test files: a server in Jest's own process that makes what they share, as soon as one asks for it. */
export default async (): Promise<void> => {
  const resources = createResources()
  const server = await serve(resources)
  shared.testResources = { resources, server }
  process.env[TEST_FOLDER] = mkdtempSync(join(tmpdir(), 'amiops-tests-'))
  process.env[RESOURCES_URL] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

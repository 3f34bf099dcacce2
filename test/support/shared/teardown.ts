import { rmSync } from 'node:fs'
import { TEST_FOLDER } from './client.ts'
import { shared } from './setup.ts'

/** After all test files: ends the browser and the server. */
export default async (): Promise<void> => {
  const { resources, server } = shared.testResources ?? {}
  await resources?.close()
  server?.closeAllConnections()
  server?.close()
  const folder = process.env[TEST_FOLDER]
  if (folder) rmSync(folder, { recursive: true, force: true })
}

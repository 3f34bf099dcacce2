import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { configVersionOf } from '../../src/config/config-version.ts'

test('the stack’s output names the config as the functions do', () => {
  const packaged = createRequire(join(process.cwd(), 'package.json'))('./build/config-version.cjs')() as {
    version: string
  }
  expect(packaged.version).toBe(configVersionOf(readFileSync('amiops.config.yml', 'utf8')))
  expect(packaged.version).toMatch(/^[\da-f]{8}$/)
})

import { readFileSync } from 'node:fs'
import type { World } from '../../../sandbox/world.ts'
import { withCoverageTables } from '../../../scripts/coverage-tables.ts'
import { startWorld } from './support.ts'

const DOCUMENT = readFileSync('docs/sandbox.md', 'utf8')
const COVERAGE = readFileSync('docs/sandbox-coverage.md', 'utf8')

test('the tables of docs/sandbox-coverage.md are those of the coverage lists; if not: npm run docs', () => {
  expect(COVERAGE).toBe(withCoverageTables(COVERAGE))
})

test('a document without its markers is not written to', () => {
  expect(() => withCoverageTables('# The sandbox')).toThrow('Expected the markers')
})

describe('its routes', () => {
  let world: World
  beforeAll(async () => {
    world = await startWorld()
  })
  afterAll(() => world.close())

  /** `POST /_sandbox/people/{name}/click`, as the document writes it. */
  const documented = () =>
    new Set(
      [...DOCUMENT.matchAll(/`(?:(GET|POST|DELETE) )(\/_sandbox\/[^`]+)`/g)].map(
        ([, verb, path]) => `${verb} ${path}`,
      ),
    )
  const served = () => new Set(world.routes.map(route => route.replace(/:(\w+)/g, '{$1}')))

  test('each that is served is in docs/sandbox.md', () => {
    expect([...served()].filter(route => !documented().has(route))).toEqual([])
  })

  test('each in docs/sandbox.md is served', () => {
    expect([...documented()].filter(route => !served().has(route))).toEqual([])
  })
})

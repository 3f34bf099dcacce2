import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { COVERAGE } from '../../../sandbox/slack/coverage.ts'
import { METHODS } from '../../../sandbox/slack/methods/index.ts'
import { refusalOf, startSlack } from './start-slack.ts'

const FOLDER = join(process.cwd(), 'test/sandbox/slack')

/** Titles of the tests beside this one. */
const titles = new Set(
  readdirSync(FOLDER)
    .filter(name => name.endsWith('.test.ts') && name !== 'coverage.test.ts')
    .flatMap(name => [...readFileSync(join(FOLDER, name), 'utf8').matchAll(/^test\('(.+)', (?:async )?\(/gm)])
    .map(match => match[1]),
)

test('every method that is served is listed, and none is listed that is not served', () => {
  const claimed = Object.entries(COVERAGE).filter(([, { state }]) => state !== 'missing')
  expect(claimed.map(([name]) => name).sort()).toEqual(Object.keys(METHODS).sort())
})

test.each(Object.entries(COVERAGE))(
  '%s: its proof exists and its gap is admitted',
  (_name, { state, provedBy, gap }) => {
    if (state === 'missing') expect(provedBy).toBeUndefined()
    else expect(titles).toContain(provedBy)
    if (state !== 'supported') expect(gap).toBeTruthy()
  },
)

test('a missing method is unknown to the fake too', async () => {
  const world = await startSlack()
  for (const [name, { state }] of Object.entries(COVERAGE)) {
    if (state === 'missing')
      expect((await refusalOf(world.client.apiCall(name))).error).toBe('unknown_method')
  }
  await world.stop()
})

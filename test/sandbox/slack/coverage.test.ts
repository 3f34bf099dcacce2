import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BLOCKS } from '../../../sandbox/slack/block-kit/blocks.ts'
import { BLOCK_COVERAGE } from '../../../sandbox/slack/block-kit/coverage.ts'
import { BEHAVIOURS } from '../../../sandbox/slack/coverage.ts'
import { METHOD_COVERAGE } from '../../../sandbox/slack/methods/coverage.ts'
import { METHODS } from '../../../sandbox/slack/methods/index.ts'
import { refusalOf, startSlack } from './start-slack.ts'

const FOLDER = join(process.cwd(), 'test/sandbox/slack')

/** Titles of the tests beside this one, and the names of the rows of their tables. */
const TITLE = /^(?:test(?:\.each\(\w+\))?|\]\))\(\s*'((?:[^'\\]|\\.)+)',\s(?:async )?\(?\w*/gm
const ROW = /^ {2,4}\[\s*'((?:[^'\\]|\\.)+)',/gm

const proofs = new Set(
  readdirSync(FOLDER)
    .filter(name => name.endsWith('.test.ts') && name !== 'coverage.test.ts')
    .map(name => readFileSync(join(FOLDER, name), 'utf8'))
    .flatMap(text => [...text.matchAll(TITLE), ...text.matchAll(ROW)])
    .map(match => match[1]),
)

test('every method that is served is listed, and none is listed that is not served', () => {
  const claimed = Object.entries(METHOD_COVERAGE).filter(([, { state }]) => state !== 'missing')
  expect(claimed.map(([name]) => name).sort()).toEqual(Object.keys(METHODS).sort())
})

test('every block that is taken is listed, and none is listed that is not taken', () => {
  const taken = new Set(Object.values(BLOCKS).flatMap(Object.keys))
  expect(Object.keys(BLOCK_COVERAGE).sort()).toEqual([...taken].sort())
})

test.each(Object.entries({ ...METHOD_COVERAGE, ...BLOCK_COVERAGE, ...BEHAVIOURS }))(
  '%s: its proof exists and its gap is admitted',
  (_name, { state, provedBy, gap }) => {
    if (state === 'missing') expect(provedBy).toBeUndefined()
    else expect(proofs).toContain(provedBy)
    if (state === 'supported') expect(gap).toBeUndefined()
    else expect(gap).toBeTruthy()
  },
)

test('a missing method is unknown to the fake too', async () => {
  const world = await startSlack()
  const missing = Object.keys(METHOD_COVERAGE).filter(name => METHOD_COVERAGE[name]?.state === 'missing')
  const refusals = missing.map(async name => (await refusalOf(world.client.apiCall(name))).error)
  expect(await Promise.all(refusals)).toEqual(missing.map(() => 'unknown_method'))
  await world.stop()
})

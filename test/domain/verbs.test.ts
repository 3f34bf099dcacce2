import { readFileSync } from 'node:fs'
import { renderHelp } from '../../blocks/help.ts'
import { COMMAND_DOCS } from '../../scripts/command-docs.ts'
import { ACTIONS } from '../../src/domain/actions.ts'
import { isPlain } from '../../src/domain/command.ts'
import { parseCommand } from '../../src/domain/parse-command.ts'
import {
  actionOf,
  CHANGE_VERBS,
  FAMILY_VERBS,
  IMAGE_VERBS,
  LIST_VERBS,
  PLAIN_VERBS,
  VERB_NAMES,
} from '../../src/domain/verb-kinds.ts'
import { usageHint } from '../../src/domain/verb-usage.ts'

const parse = (text: string) => parseCommand(text, new Map())

test.each(IMAGE_VERBS)('%s is understood, and needs an image', verb => {
  expect(parse(`${verb} web-1`)).toEqual({ verb, target: 'web-1' })
  expect(parse(verb)).toEqual({ verb: 'of-what', asked: verb })
  expect(isPlain(parse(`${verb} web-1`))).toBe(false)
})

test.each(FAMILY_VERBS)('%s is understood, with a family and without one', verb => {
  expect(parse(`${verb} web`)).toEqual({ verb, family: 'web' })
  expect(parse(verb)).toEqual({ verb })
})

test.each(PLAIN_VERBS)('%s is understood, and takes nothing', verb => {
  expect(parse(verb)).toEqual({ verb })
  expect(isPlain(parse(verb))).toBe(true)
})

test.each(LIST_VERBS)('%s is understood, with its filters as they were typed', verb => {
  expect(parse(verb)).toEqual({ verb, filters: '' })
  expect(isPlain(parse(verb))).toBe(false)
  expect(parse(`${verb}  web-* state:failed tag:Team="a b" "x y"`)).toEqual({
    verb,
    filters: 'web-* state:failed tag:Team="a b" "x y"',
  })
})

test.each(VERB_NAMES)('%s is in help', verb => {
  expect(JSON.stringify(renderHelp('/ami').blocks)).toContain(`/ami ${verb}`)
  expect(renderHelp('/ami').text).toContain(`\`${verb}`)
})

test.each(CHANGE_VERBS)('%s is called as its change', verb => {
  expect(verb.replaceAll('-', '')).toBe(actionOf(verb).toLowerCase())
  expect(ACTIONS).toContain(actionOf(verb))
})

test.each(Object.entries(COMMAND_DOCS))(
  '%s names the verbs of the table; if not: npm run docs',
  (file, write) => {
    const now = readFileSync(file, 'utf8')
    expect(write(now)).toBe(now)
    for (const verb of VERB_NAMES) expect(now).toMatch(new RegExp(`\\b${verb}\\b`))
  },
)

test('Slack takes the hint', () => {
  expect(usageHint().length).toBeLessThanOrEqual(1_000)
})

describe('what sets an alias', () => {
  test.each([
    ['promote web-1 prod', { verb: 'promote', image: { verb: 'status', target: 'web-1' }, alias: 'prod' }],
    ['promote web-1', { verb: 'promote', image: { verb: 'status', target: 'web-1' } }],
    [
      'promote ami-0123456789abcdef0 us-east-1 prod',
      {
        verb: 'promote',
        image: { verb: 'status', target: 'ami-0123456789abcdef0', region: 'us-east-1' },
        alias: 'prod',
      },
    ],
    [
      'promote ami-0123456789abcdef0 us-east-1',
      { verb: 'promote', image: { verb: 'status', target: 'ami-0123456789abcdef0', region: 'us-east-1' } },
    ],
    [
      'promote db-1 web/prod',
      { verb: 'promote', image: { verb: 'status', target: 'db-1' }, alias: 'prod', family: 'web' },
    ],
    ['promote "my image"', { verb: 'promote', image: { verb: 'status', target: 'my image' } }],
    ['promote', { verb: 'of-what', asked: 'promote' }],
    ['rollback payments-base prod', { verb: 'rollback', family: 'payments-base', alias: 'prod' }],
    ['rollback payments-base/prod', { verb: 'rollback', family: 'payments-base', alias: 'prod' }],
    ['rollback prod', { verb: 'of-what', asked: 'rollback' }],
    ['rollback', { verb: 'of-what', asked: 'rollback' }],
  ])('%s', (text, command) => {
    expect(parse(text)).toEqual(command)
  })
})

test('help has room for the longest name of a command', () => {
  const { text } = renderHelp(`/${'x'.repeat(31)}`)
  expect(text).toContain('Changes and card buttons require the matching role')
})

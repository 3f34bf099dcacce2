import { readFileSync } from 'node:fs'
import { renderHelp } from '../../blocks/answers.ts'
import { parseCommand } from '../../src/domain/command.ts'
import { IMAGE_VERBS, PLAIN_VERBS, usageHint, VERB_NAMES } from '../../src/domain/verbs.ts'

const parse = (text: string) => parseCommand(text, new Map())

test.each(IMAGE_VERBS)('%s is understood, and needs an image', verb => {
  expect(parse(`${verb} web-1`)).toEqual({ verb, target: 'web-1' })
  expect(parse(verb)).toEqual({ verb: 'of-what', asked: verb })
})

test.each(PLAIN_VERBS)('%s is understood', verb => {
  expect(parse(verb)).toEqual({ verb })
})

test.each(VERB_NAMES)('%s stands in help, in the hint of the manifest and in README', verb => {
  expect(JSON.stringify(renderHelp('/ami').blocks)).toContain(`/ami ${verb}`)
  expect(usageHint()).toMatch(new RegExp(`\\b${verb}\\b`))
  expect(readFileSync('README.md', 'utf8')).toMatch(new RegExp(`\\| \`/ami ${verb}\\b`))
})

test('the sandbox hints at every verb while somebody types', () => {
  const hints = readFileSync('sandbox/page/workspace/command-hints.ts', 'utf8')
  expect(VERB_NAMES.filter(verb => !hints.includes(`usage: '/ami ${verb}`))).toEqual([])
})

test('the manifest has the hint of the table', () => {
  const manifest = JSON.parse(readFileSync('slack-app-manifest.json', 'utf8')) as {
    features: { slash_commands: { usage_hint: string }[] }
  }
  expect(manifest.features.slash_commands.map(({ usage_hint }) => usage_hint)).toEqual([usageHint()])
})

import { readFileSync } from 'node:fs'
import { configDoc, EXAMPLE_FILE, exampleOf } from '../../scripts/config-doc.ts'
import { configJsonSchema } from '../../scripts/config-json-schema.ts'
import { configKeys, pathWords } from '../../scripts/config-keys.ts'
import { faultLines } from '../../src/config/fault.ts'
import { parseConfig } from '../../src/config/parse-config.ts'
import { readYaml } from '../../src/config/read-yaml.ts'
import { ACTIONS, FAMILY_ACTIONS } from '../../src/domain/actions.ts'

/** What is written about `amiops.config.yml` follows from its schema. */

const read = (file: string): string => readFileSync(file, 'utf8')
const keys = configKeys()

test('docs/config.md is current; if not: npm run docs', () => {
  expect(read('docs/config.md')).toBe(configDoc())
})

test('the JSON Schema for editors is current; if not: npm run docs', () => {
  expect(JSON.parse(read('docs/amiops.config.schema.json'))).toEqual(
    JSON.parse(JSON.stringify(configJsonSchema())),
  )
})

test('the config names the schema for editors in its first line', () => {
  expect(read('amiops.config.yml')).toMatch(
    /^# yaml-language-server: \$schema=\.\/docs\/amiops\.config\.schema\.json\n/,
  )
})

test('every key says what it is for', () => {
  expect(keys.length).toBeGreaterThan(40)
  expect(
    keys.filter(({ description }) => !description.endsWith('.')).map(key => pathWords(key.path)),
  ).toEqual([])
})

test('every key that holds a value has an example', () => {
  const example = readYaml(read(EXAMPLE_FILE))
  if (!example.ok) throw new Error('Expected YAML.')
  const without = keys.filter(key => !key.hasKeys && exampleOf(key, example.value) === '')
  expect(without.map(key => pathWords(key.path))).toEqual([])
})

test('the example is a config without a fault, with every action', () => {
  const parsed = parseConfig(read(EXAMPLE_FILE))
  expect(parsed.ok ? [] : faultLines(EXAMPLE_FILE, parsed.faults)).toEqual([])
  expect(parsed.ok && Object.keys(parsed.config.actions).sort()).toEqual(
    [...ACTIONS, ...FAMILY_ACTIONS].sort(),
  )
})

test('a list of maps may be one map in editors too, and every action has the same keys', () => {
  const { properties, $defs } = configJsonSchema()
  const { approval } = $defs?.action?.properties ?? {}
  expect(approval?.properties?.when?.anyOf?.map(({ type }) => type)).toEqual(['object', 'array'])
  expect(Object.keys(properties?.actions?.properties ?? {})).toEqual([...ACTIONS, ...FAMILY_ACTIONS])
})

import { readFileSync } from 'node:fs'
import { parse } from '@cdktn/hcl2json'
import { parse as parseYaml } from 'yaml'
import { PARAMETERS } from '../../scripts/template/parameters.ts'

/** The Terraform module: HCL that parses, each name declared and used, and every parameter of the template. Nothing here asks the
 * provider's schema: `terraform validate` does, where the provider can be downloaded. */

type Blocks = Record<string, Record<string, Record<string, unknown>[]>>
interface Parsed {
  variable?: Record<string, { default?: unknown }[]>
  output?: Record<string, { value?: unknown }[]>
  module?: Record<string, Record<string, unknown>[]>
  resource?: Blocks
}

const FOLDER = 'deploy/terraform'
const FILES = ['main.tf', 'variables.tf', 'outputs.tf']
const read = (file: string): string => readFileSync(`${FOLDER}/${file}`, 'utf8')
const parsed = async (file: string): Promise<Parsed> => (await parse(file, read(file))) as Parsed

const namesIn = (text: string, what: RegExp): string[] => [
  ...new Set([...text.matchAll(what)].map(([, name = '']) => name)),
]

test('every variable is declared and used', async () => {
  const declared = Object.keys((await parsed('variables.tf')).variable ?? {})
  const used = namesIn(FILES.map(read).join('\n'), /\bvar\.(\w+)/g)
  expect(used.length).toBeGreaterThan(10)
  expect(used.sort()).toEqual(declared.sort())
})

test('the stack gets every parameter of the template, and no other', async () => {
  const { resource } = await parsed('main.tf')
  const [stack] = resource?.aws_cloudformation_stack?.this ?? []
  expect(Object.keys(stack?.parameters as object).sort()).toEqual(Object.keys(PARAMETERS).sort())
  expect(stack?.capabilities).toEqual(['CAPABILITY_NAMED_IAM'])
})

test('the example gives what has no default, nothing unknown, and reads outputs that there are', async () => {
  const variables = (await parsed('variables.tf')).variable ?? {}
  const outputs = Object.keys((await parsed('outputs.tf')).output ?? {})
  const example = await parsed('example/main.tf')
  const usedOutputs = namesIn(
    ['example/main.tf', 'example/organization.tf'].map(read).join('\n'),
    /module\.amiops\.(\w+)/g,
  )
  const [call = {}] = example.module?.amiops ?? []
  const { source, ...given } = call
  expect(source).toBe('../')
  const required = Object.entries(variables).flatMap(([name, [one]]) =>
    one && 'default' in one ? [] : [name],
  )
  expect(Object.keys(given)).toEqual(expect.arrayContaining(required))
  expect(Object.keys(given).filter(name => !(name in variables))).toEqual([])
  expect(usedOutputs.sort()).toEqual(outputs.sort())
})

describe.each([
  ['organization', 'aws_cloudformation_stack_set'],
  ['account', 'aws_cloudformation_stack'],
])('the module %s', (folder, type) => {
  test('declares what it uses, and uses what it declares', async () => {
    const declared = Object.keys((await parsed(`${folder}/variables.tf`)).variable ?? {})
    expect(namesIn(read(`${folder}/main.tf`), /\bvar\.(\w+)/g).sort()).toEqual(declared.sort())
  })

  test('deploys deploy/member.yml, with every parameter of it', async () => {
    const { resource } = await parsed(`${folder}/main.tf`)
    const [[stack] = []] = Object.values(resource?.[type] ?? {})
    expect(stack?.template_body).toContain('/../../member.yml')
    expect(stack?.capabilities).toEqual(['CAPABILITY_NAMED_IAM'])
    const { Parameters } = parseYaml(readFileSync('deploy/member.yml', 'utf8')) as { Parameters: object }
    const ofHub = (await parsed('outputs.tf')).output?.member_parameters?.[0]?.value as object
    const given = namesIn(String(stack?.parameters), /(\w+) *=/g)
    expect([...Object.keys(ofHub), ...given].sort()).toEqual(Object.keys(Parameters).sort())
  })
})

test('the example of an organization gives what has no default, and nothing unknown', async () => {
  const variables = (await parsed('organization/variables.tf')).variable ?? {}
  const [call = {}] = (await parsed('example/organization.tf')).module?.members ?? []
  const { source, providers, ...given } = call
  expect([source, typeof providers]).toEqual(['../organization', 'object'])
  const required = Object.entries(variables).flatMap(([name, [one]]) =>
    one && 'default' in one ? [] : [name],
  )
  expect(Object.keys(given).sort()).toEqual(required.sort())
})

test('HCL that is wrong is found', async () => {
  await expect(parse('wrong.tf', 'resource "a" {')).rejects.toThrow()
})

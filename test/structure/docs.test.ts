import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'

/** Links between the pages, and the names that docs/troubleshooting.md and docs/cost.md take from the code. */

const read = (file: string): string => readFileSync(file, 'utf8')
const inFolder = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith(ending))
    .map(name => join(folder, name))

const pages = [
  ...readdirSync('.').filter(name => name.endsWith('.md')),
  ...inFolder('docs', '.md'),
  'bench/results.md',
]

const withoutCode = (page: string): string => page.replace(/```[\s\S]*?```/g, '')

/** The anchors of a page's headings, as GitHub makes them. */
const anchorsOf = (page: string): string[] =>
  [...withoutCode(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  )

const linksOf = (page: string): string[] =>
  [...withoutCode(page).matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)]
    .map(([, link, source]) => link ?? source ?? '')
    .filter(link => !/^(https?|mailto):/.test(link))

const isBroken = (page: string, link: string): boolean => {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : join(dirname(page), path)
  if (!existsSync(target)) return true
  return anchor !== undefined && !anchorsOf(read(target)).includes(anchor)
}

test('every link between the pages leads to a file and a heading', () => {
  const links = pages.flatMap(page => linksOf(read(page)).map(link => ({ page, link })))
  expect(links.length).toBeGreaterThan(50)
  expect(links.filter(({ page, link }) => isBroken(page, link))).toEqual([])
})

test('a link to a page or heading that is not there is found', () => {
  expect(isBroken('README.md', 'docs/no-such-page.md')).toBe(true)
  expect(isBroken('README.md', 'docs/install.md#no-such-heading')).toBe(true)
})

const template = parse(read('serverless.yml'), { merge: true }) as {
  functions: Record<string, object>
  resources: {
    Resources: Record<string, { Type: string; Properties: { QueueName?: string; Metrics?: object[] } }>
  }
}
const resources = Object.entries(template.resources.Resources)
const alarms = resources.filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm')

describe('docs/troubleshooting.md', () => {
  const page = read('docs/troubleshooting.md')
  const found = (pattern: RegExp): string[] => [
    ...new Set([...page.matchAll(pattern)].map(([, name = '']) => name)),
  ]

  test('names only messages that the code logs', () => {
    const code = inFolder('src', '.ts').map(read).join('\n')
    const messages = [...found(/\$\.message = "([^"]+)"/g), ...found(/`([A-Z][^`\n]* [^`\n]*\.)`/g)]
    expect(messages.length).toBeGreaterThan(5)
    expect(messages.filter(message => !code.includes(`'${message}'`))).toEqual([])
  })

  test('names only alarms, resources, queues and log groups of the template', () => {
    const names = [...found(/`(\w+Alarm)`/g), ...found(/--logical-resource-id (\w+)/g)]
    const queues = resources.flatMap(([, { Properties }]) => Properties?.QueueName ?? [])
    const isQueue = (name: string): boolean =>
      name === '$queue' || queues.includes(`amiops-\${sls:stage}-${name}`)
    expect(names.length).toBeGreaterThan(5)
    expect(names.filter(name => !resources.some(([id]) => id === name))).toEqual([])
    expect(found(/--queue-name amiops-\$STAGE-(\S+)/g).filter(name => !isQueue(name))).toEqual([])
    expect((/for queue in (.+); do/.exec(page)?.[1] ?? '').split(' ').filter(name => !isQueue(name))).toEqual(
      [],
    )
    expect(
      found(/(?:lambda\/|function-name )amiops-\$STAGE-(\w+)/g).filter(name => !(name in template.functions)),
    ).toEqual([])
  })
})

test('docs/cost.md counts the alarms of the template', () => {
  const metrics = alarms.map(([, { Properties }]) => (Properties.Metrics ? Properties.Metrics.length - 1 : 1))
  const sum = metrics.reduce((all, one) => all + one, 0)
  expect(read('docs/cost.md')).toContain(`${alarms.length} alarms with ${sum} alarm metrics`)
})

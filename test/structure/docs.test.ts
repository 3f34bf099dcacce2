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

const CODE = ['src', 'blocks', 'scripts', 'sandbox', 'test', 'bench', 'build', 'deploy'].flatMap(folder =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(name => `/${join(folder, name)}`),
)
/** A page names a file by its path, or by the end of it: `perform/act.ts`. */
const isInCode = (name: string): boolean =>
  CODE.some(file => file.endsWith(`/${name.replace(/^(\.\.\/)+/, '')}`))
const filesIn = (page: string): string[] => page.match(/[\w./-]*[\w-]+\.tsx?\b/g) ?? []

test('every file of the code that a page names is there', () => {
  // CHANGELOG and the decisions name what was there at their time.
  const living = pages.filter(page => !/^CHANGELOG|^docs\/decisions/.test(page))
  const named = living.flatMap(page => filesIn(read(page)).map(name => ({ page, name })))
  expect(named.length).toBeGreaterThan(100)
  expect(named.filter(({ name }) => !isInCode(name))).toEqual([])
  expect(['perform/act.ts', 'perform/no-such-step.ts'].map(isInCode)).toEqual([true, false])
})

const template = parse(read('serverless.yml'), { merge: true }) as {
  functions: Record<string, object>
  resources: {
    Resources: Record<string, { Type: string; Properties: { QueueName?: string; Metrics?: object[] } }>
  }
}
const resources = Object.entries(template.resources.Resources)
const alarms = resources.filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm')

/** The commands of a page's shell blocks, those over several lines as one. */
const commandsIn = (page: string): string[] =>
  [...page.matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block = '']) => block.replace(/\\\n\s*/g, '').split('\n'))
    .filter(line => /\b(aws|npm run|npx osls) /.test(line))

test('each command of docs/install.md and docs/operations.md names its region and its stage', () => {
  const commands = ['docs/install.md', 'docs/operations.md'].flatMap(page => commandsIn(read(page)))
  expect(commands.length).toBeGreaterThan(20)
  // The manifest and an organization are the same in every region; a queue's ARN names its own region.
  const isAnywhere = (command: string) => /npm run -s manifest|--queue arn:|aws organizations /.test(command)
  expect(commands.filter(one => !isAnywhere(one) && !one.includes('--region "$REGION"'))).toEqual([])
  // Buckets and topics are named by themselves, and an organization is one for all stages.
  const hasOtherName = (command: string) =>
    /aws s3 |aws sns |aws organizations |--queue arn:|activate-organizations-access/.test(command)
  expect(commands.filter(one => !hasOtherName(one) && !one.includes('$STAGE'))).toEqual([])
})

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

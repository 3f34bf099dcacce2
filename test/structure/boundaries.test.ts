import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

/** Which module may import which: data flows one way. A file belongs to the first prefix that fits. */
const MODULES: Readonly<Record<string, { may: readonly string[]; packages: RegExp }>> = {
  'src/domain/': { may: ['src/domain/'], packages: /^$/ },
  'blocks/': { may: ['blocks/', 'src/domain/'], packages: /^@slack\/types$/ },
  'src/ports': {
    may: [
      'src/ports/',
      'blocks/email.ts',
      'blocks/form.ts',
      'blocks/home-view.ts',
      'blocks/message.ts',
      'src/domain/',
    ],
    packages: /^$/,
  },
  'src/flows/': {
    may: [
      'src/flows/',
      'src/domain/',
      'blocks/',
      'src/ports.ts',
      'src/in-parallel.ts',
      'src/stored/',
      'src/circuit.ts',
      'src/channel-backoff.ts',
    ],
    packages: /^$/,
  },
  'src/slack/': {
    may: ['src/slack/', 'src/domain/', 'src/ports.ts', 'src/http.ts'],
    packages: /^(@slack\/.+|valibot|node:crypto)$/,
  },
  'src/aws/': {
    may: ['src/aws/', 'src/domain/', 'src/ports.ts', 'src/http.ts', 'src/in-parallel.ts'],
    packages: /^(@aws-sdk\/.+|@smithy\/types|aws-lambda|aws4|valibot|node:https?|node:zlib)$/,
  },
  'src/pictures/': {
    may: ['src/ports.ts', 'src/once.ts'],
    packages: /^(@resvg\/resvg-wasm|node:fs\/promises)$/,
  },
  'src/config/': { may: ['src/config/', 'src/domain/'], packages: /^(valibot|yaml|node:fs|node:crypto)$/ },
  'src/handlers/': {
    may: [
      'src/compose.ts',
      'src/compose-ingress.ts',
      'src/compose-requests.ts',
      'src/flows/',
      'src/aws/',
      'src/domain/retry-later.ts',
    ],
    packages: /^aws-lambda$/,
  },
  'src/http.ts': { may: [], packages: /^node:https?$/ },
  'src/log.ts': { may: ['src/ports.ts'], packages: /^@aws-lambda-powertools\/logger$/ },
  'src/metrics': { may: ['src/ports.ts'], packages: /^@aws-lambda-powertools\/metrics$/ },
  'src/in-parallel.ts': { may: [], packages: /^$/ },
  'src/stored/': { may: ['src/stored/', 'src/domain/', 'src/ports.ts'], packages: /^$/ },
  'src/channel-backoff.ts': { may: ['src/domain/retry-later.ts', 'src/ports.ts'], packages: /^$/ },
  'src/circuit.ts': { may: ['src/ports.ts'], packages: /^$/ },
  'src/once.ts': { may: [], packages: /^$/ },
  'src/compose': { may: ['src/', 'blocks/'], packages: /^$/ },
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))

const importsOf = (file: string): { typeOnly: boolean; from: string }[] =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /^\s*(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'|\bimport\('([^']+)'\)/gm,
    ),
  ].map(([, typeOnly, from, dynamic]) => ({ typeOnly: typeOnly !== undefined, from: from ?? dynamic ?? '' }))

const shipped = [...filesIn('src'), ...filesIn('blocks')]
const resolved = (file: string, from: string): string => relative(process.cwd(), resolve(dirname(file), from))

describe('imports between modules', () => {
  test('every shipped file belongs to a module', () => {
    expect(shipped.filter(file => !Object.keys(MODULES).some(module => file.startsWith(module)))).toEqual([])
  })

  test.each(Object.entries(MODULES))('%s imports only what it may', (module, { may, packages }) => {
    const files = shipped.filter(file => Object.keys(MODULES).find(r => file.startsWith(r)) === module)
    expect(files).not.toEqual([])
    const wrong = files.flatMap(file =>
      importsOf(file)
        .filter(({ from }) =>
          from.startsWith('.')
            ? !may.some(allowed => resolved(file, from).startsWith(allowed))
            : !packages.test(from),
        )
        .map(({ from }) => `${file} imports ${from}`),
    )
    expect(wrong).toEqual([])
  })

  test('the ports hold types alone', () => {
    const ports = shipped.filter(file => file.startsWith('src/ports'))
    expect(ports.flatMap(importsOf).filter(({ typeOnly }) => !typeOnly)).toEqual([])
  })

  test('no import cycles, type-only ones neither', () => {
    const all = [...shipped, ...['sandbox', 'test', 'bench', 'scripts'].flatMap(filesIn)]
    const graph = new Map(
      all.map(file => [
        file,
        importsOf(file)
          .filter(({ from }) => from.startsWith('.'))
          .map(({ from }) => resolved(file, from)),
      ]),
    )
    const done = new Set<string>()
    const walk = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) throw new Error(`An import cycle: ${[...path, file].join(' -> ')}`)
      if (done.has(file)) return
      for (const next of graph.get(file) ?? []) walk(next, [...path, file])
      done.add(file)
    }
    expect(() => {
      for (const file of all) walk(file, [])
    }).not.toThrow()
  })

  test('the sandbox imports nothing of the bot', () => {
    const wrong = filesIn('sandbox').flatMap(file =>
      importsOf(file)
        .filter(({ from }) => from.startsWith('.') && !resolved(file, from).startsWith('sandbox/'))
        .map(({ from }) => `${file} imports ${from}`),
    )
    expect(wrong).toEqual([])
  })

  test('a package under the AGPL is imported by tests alone', () => {
    const others = [...shipped, ...['sandbox', 'bench', 'scripts'].flatMap(filesIn)]
    const imports = others.flatMap(importsOf).map(({ from }) => from)
    expect(imports.filter(from => from.startsWith('@cloud-copilot/'))).toEqual([])
  })

  test('the environment is read in one file, and the clock built where the edges are', () => {
    const using = (what: RegExp): string[] =>
      shipped.filter(file => what.test(readFileSync(file, 'utf8').replace(/\/\*\*?[\s\S]*?\*\//g, '')))
    expect(using(/process\.env/)).toEqual(['src/config/variables.ts'])
    expect(using(/Date\.now\(|new Date\(\)/).sort()).toEqual(['src/compose-ingress.ts', 'src/compose.ts'])
  })

  test('nothing that is shipped depends on the sandbox', () => {
    expect(
      shipped.filter(file =>
        /sandbox/i.test(readFileSync(file, 'utf8').replace(/\/\*\*?[\s\S]*?\*\/|\/\/.*/g, '')),
      ),
    ).toEqual([])
  })
})

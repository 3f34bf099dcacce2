import { execFile } from 'node:child_process'
import { cpSync, existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type BuildOptions, build } from 'esbuild'
import { parse } from 'yaml'
import { temporaryFile } from '../support/temporary-file.ts'

const options = createRequire(join(process.cwd(), 'package.json'))('./esbuild.config.cjs')() as BuildOptions

const deployment = parse(readFileSync('serverless.yml', 'utf8'), { merge: true }) as {
  functions: Record<string, { handler: string; package?: { patterns: string[] } }>
}
const functions = Object.entries(deployment.functions).map(([name, { handler }]) => ({
  name,
  file: `${handler.replace(/\.handler$/, '')}.ts`,
}))

const bundleAlone = async (file: string) => {
  const { metafile, outputFiles } = await build({
    ...options,
    entryPoints: [file],
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  return { ...metafile, code: outputFiles[0]?.text ?? '' }
}

const bundles = new Map<string, ReturnType<typeof bundleAlone>>()

/** The bundle of a handler, built once. */
const bundle = (file: string): ReturnType<typeof bundleAlone> => {
  const built = bundles.get(file) ?? bundleAlone(file)
  bundles.set(file, built)
  return built
}

const contentsOf = async (file: string): Promise<string[]> =>
  Object.values((await bundle(file)).outputs).flatMap(output => Object.keys(output.inputs))

/** Counts what leaves a process: whatever speaks to somebody opens a socket, and asks for a name first or for `fetch`. */
const WATCH = `
const { Socket } = require('node:net')
const calls = []
Socket.prototype.connect = function () { calls.push('connect'); return this }
require('node:dns').lookup = name => void calls.push('lookup ' + name)
globalThis.fetch = async url => { calls.push('fetch ' + url); throw new Error('watched') }
process.on('exit', () => process.stdout.write('\\n' + JSON.stringify(calls)))
setImmediate(() => setImmediate(() => setImmediate(() => process.exit())))
`

/** Loads a bundle in a node of its own, without any setting. */
const callsWhenLoaded = async (code: string): Promise<unknown> => {
  const file = temporaryFile('bundle.cjs', WATCH + code)
  const { stdout } = await promisify(execFile)(process.execPath, [file], {
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
}

describe('the five bundles', () => {
  test('are the five functions of serverless.yml, and their handlers exist', () => {
    expect(functions.map(f => f.name).sort()).toEqual(['events', 'requests', 'scan', 'schedule', 'slack'])
    expect(functions.filter(({ file }) => !existsSync(file))).toEqual([])
  })

  test.each(functions)('$name holds nothing of the sandbox or of the tools', async ({ file }) => {
    const contents = await contentsOf(file)
    expect(contents).toContain(file)
    expect(
      contents.filter(path =>
        /^(sandbox|test|bench|scripts)\/|node_modules\/(jest|react|dynalite|hono|esbuild)\//.test(path),
      ),
    ).toEqual([])
  })

  test('slack, which the internet reaches, holds no client of EC2 or DynamoDB and no YAML', async () => {
    const contents = await contentsOf('src/handlers/slack.ts')
    expect(contents.some(path => path.includes('node_modules/@slack/bolt/'))).toBe(true)
    expect(contents.filter(path => /node_modules\/(@aws-sdk|@smithy|yaml)\//.test(path))).toEqual([])
  })

  test('slack holds one receiver of Bolt, and nothing that only the others need', async () => {
    const contents = await contentsOf('src/handlers/slack.ts')
    const packages = /node_modules\/(@slack\/(socket-mode|oauth)|express|undici|raw-body|path-to-regexp)\//
    expect(contents.filter(path => packages.test(path))).toEqual([])
    expect(contents.filter(path => /bolt\/dist\/receivers\/.*Receiver/.test(path))).toEqual([
      'node_modules/@slack/bolt/dist/receivers/AwsLambdaReceiver.js',
    ])
  })

  test('only the function that serves requests draws pictures, and its package holds what that takes', async () => {
    const drawing = await Promise.all(
      functions.map(async ({ name, file }) =>
        (await contentsOf(file)).some(path => path.includes('@resvg/resvg-wasm')) ? [name] : [],
      ),
    )
    expect(drawing.flat()).toEqual(['requests'])
    const packed = Object.entries(deployment.functions).flatMap(([name, one]) =>
      (one.package?.patterns ?? []).map(file => ({ name, file })),
    )
    expect(new Set(packed.map(({ name }) => name))).toEqual(new Set(['requests']))
    // Where Lambda runs it: nothing is there but the package.
    const { code } = await bundleAlone('src/pictures/rasterise.ts')
    const main = temporaryFile(
      'draw.cjs',
      `${code}
module.exports.createPictures().toPng('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="7"><text y="7">x</text></svg>')
  .then(png => process.stdout.write(Buffer.from(png).toString('hex')))`,
    )
    for (const { file } of packed) cpSync(file, join(dirname(main), file))
    const { stdout } = await promisify(execFile)(process.execPath, [main], { cwd: dirname(main) })
    expect(stdout).toMatch(/^89504e470d0a1a0a0000000d494844520000000900000007/)
  })

  test.each(functions)('$name: loading it evaluates no client of EC2 and none of STS', async ({ file }) => {
    const { inputs } = await bundle(file)
    const evaluated = new Set<string>()
    const walk = (path: string): void => {
      if (evaluated.has(path)) return
      evaluated.add(path)
      for (const { path: next, kind } of inputs[path]?.imports ?? [])
        if (kind !== 'dynamic-import') walk(next)
    }
    walk(file)
    expect(evaluated.size).toBeGreaterThan(50)
    expect([...evaluated].filter(path => /@aws-sdk\/client-(ec2|sts)\//.test(path))).toEqual([])
  })

  test.each(functions)(
    '$name: loading it asks nobody for anything, and needs no setting',
    async ({ file }) => {
      const { code } = await bundle(file)
      expect(await callsWhenLoaded(code)).toEqual([])
    },
  )

  test('a bundle that does ask when it is loaded would be seen', async () => {
    const asks = [
      `fetch('http://127.0.0.1:9/a').catch(() => {})`,
      `require('node:https').get('https://localhost:9/b').on('error', () => {})`,
    ]
    expect(await callsWhenLoaded(asks.join(';'))).not.toEqual([])
    for (const ask of asks) expect(await callsWhenLoaded(ask)).toHaveLength(1)
  })
})

import { Console } from 'node:console'
import { createRequire, Module } from 'node:module'
import { Writable } from 'node:stream'
import type { DeployedFunction } from '../aws/deployment/functions.ts'
import { createOwnDate } from '../kernel/own-date.ts'
import type { Bundle } from './build.ts'
import { type Handler, isHandler } from './handler.ts'
import { createInvocations, type Invocations } from './invocations.ts'
import { createMarkedNetwork, type MarkedNetwork } from './marked-network.ts'

export interface LoadOptions {
  environment: Readonly<Record<string, string>>
  /** Each line that the function logs. */
  onLog: (line: string) => void
  /** Those of the world; a function loaded by itself has its own. */
  invocations?: Invocations
  /** The function's time; the machine's own when left out. */
  nowMs?: () => number
}

/** Node's own way to run CommonJS text, which its types leave out. */
type CompilableModule = Module & { _compile(code: string, filename: string): void }

type Factory = (
  process: NodeJS.Process,
  console: Console,
  exports: object,
  module: { exports: Record<string, unknown> },
  require: NodeJS.Require,
  fetch: MarkedNetwork['fetch'],
  ownDate: DateConstructor,
  ownGlobal: typeof globalThis,
  ownGlobalThis: typeof globalThis,
) => void

const createLineStream = (onLine: (line: string) => void): Writable => {
  let rest = ''
  return new Writable({
    write(chunk, _encoding, done) {
      const lines = (rest + String(chunk)).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line.trim()) onLine(line)
      done()
    },
  })
}

/** A `process` for the function alone, with its declared environment and its own output. */
const createProcess = (environment: Readonly<Record<string, string>>, output: Writable): NodeJS.Process =>
  Object.create(process, {
    emitWarning: { value: (warning: unknown) => output.write(`${String(warning)}\n`) },
    env: { value: { ...environment }, enumerable: true, writable: true },
    stdout: { value: output, enumerable: true },
    stderr: { value: output, enumerable: true },
  })

/** A proxy, because some of Node's globals work only on the real global object. */
const createGlobal = (own: Pick<typeof globalThis, 'fetch' | 'Date'>): typeof globalThis =>
  new Proxy(globalThis, {
    get: (target, name) => Reflect.get(name === 'fetch' || name === 'Date' ? own : target, name),
  })

/** A bundle of megabytes takes long to compile, and every start runs the same code. */
const factories = new WeakMap<Bundle, Factory>()

const compile = (bundle: Bundle): Factory => {
  const known = factories.get(bundle)
  if (known) return known
  const compiled = new Module(bundle.file) as CompilableModule
  // On one line with the code, so that line numbers in stack traces stay the bundle's.
  compiled._compile(
    `module.exports = function (process, console, exports, module, require, fetch, Date, global, globalThis) { ${bundle.code}\n}`,
    bundle.file,
  )
  factories.set(bundle, compiled.exports)
  return compiled.exports
}

/** Loads a bundle as Lambda's runtime would, at the start and after a death. */
export const loadHandler = (deployed: DeployedFunction, bundle: Bundle, options: LoadOptions): Handler => {
  const { invocations = createInvocations(), nowMs = Date.now } = options
  const output = createLineStream(line => {
    if (!invocations.isDead(invocations.current())) options.onLog(line)
  })
  const network = createMarkedNetwork(invocations.current)
  const ownDate = createOwnDate(nowMs)
  const ownGlobal = createGlobal({ fetch: network.fetch, Date: ownDate })
  const ownProcess = createProcess(options.environment, output)
  const nodeRequire = createRequire(bundle.file)
  const ownRequire: NodeJS.Require = Object.assign(
    (id: string): unknown =>
      /^(node:)?process$/.test(id) ? ownProcess : (network.moduleOf(id) ?? nodeRequire(id)),
    nodeRequire,
  )
  const module = { exports: {} as Record<string, unknown> }
  try {
    const run = compile(bundle)
    const own = new Console(output)
    run(ownProcess, own, module.exports, module, ownRequire, network.fetch, ownDate, ownGlobal, ownGlobal)
  } catch (error) {
    throw new Error(`The function "${deployed.name}" does not load: ${String(error)}`, { cause: error })
  }
  const handler = module.exports[deployed.exportName]
  if (isHandler(handler)) return handler
  throw new Error(
    `The function "${deployed.name}" has no handler: ${deployed.module} exports no function "${deployed.exportName}".`,
  )
}

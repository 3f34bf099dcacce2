import { type ChildProcess, spawn } from 'node:child_process'

const children = new Set<ChildProcess>()

/** To be called after each test. Of npm, what it started goes with it: each has a process group of its own. */
export const endAll = (): void => {
  for (const { pid } of children) {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL')
    } catch {
      // It has ended.
    }
  }
  children.clear()
}

export interface Run {
  /** Sends it to the process alone, not to what that has started. */
  kill(signal: NodeJS.Signals): void
  /** Once nothing writes to its output any more: neither the process nor what it has started. */
  ended: Promise<{ code: number | null; output: string }>
  /** Resolves with the match once the output has it; rejects when the process ends before. */
  prints(pattern: RegExp): Promise<RegExpExecArray>
  /** The address that it prints. */
  url(): Promise<string>
}

interface StartOptions {
  cwd?: string
  env?: Record<string, string>
}

const run = (command: string, args: readonly string[], { cwd, env = {} }: StartOptions): Run => {
  const child = spawn(command, args, {
    // As in CI, where nobody types.
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, PORT: '0', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...env },
    ...(cwd !== undefined && { cwd }),
  })
  children.add(child)
  let output = ''
  const listeners = new Set<() => void>()
  const collect = (chunk: unknown) => {
    output += String(chunk)
    for (const listener of listeners) listener()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const prints = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(output)
        if (found) resolve(found)
      }
      listeners.add(look)
      child.on('close', () => reject(new Error(`It ended with: ${output}`)))
      look()
    })
  return {
    kill: signal => void child.kill(signal),
    ended: new Promise(resolve => {
      child.on('close', code => resolve({ code, output }))
    }),
    prints,
    async url() {
      const [url] = await prints(/http:\/\/127\.0\.0\.1:\d+(?=\n)/)
      return url
    },
  }
}

/** What `npm start` runs, but with the bundles and the page that all test files share. */
export const BUILT = 'test/sandbox/world/start-built.ts'

/**
 * The sandbox as a process of its own, as `npm start` runs it.
 *
 * @param script `scripts/start.ts` builds all it runs, as a user's start does
 */
export const start = (
  args: readonly string[],
  { script = BUILT, ...options }: StartOptions & { script?: string } = {},
): Run => run(process.execPath, ['--import', require.resolve('tsx'), script, ...args], options)

/** npm, which starts the package in `folder`. */
export const startByNpm = (folder: string): Run => run('npm', ['start'], { cwd: folder })

import { type ChildProcess, spawn } from 'node:child_process'

const children = new Set<ChildProcess>()

/** To be called after each test. */
export const endAll = (): void => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
}

export interface Run {
  kill(signal: NodeJS.Signals): void
  ended: Promise<{ code: number | null; output: string }>
  /** Resolves with the match once the output has it; rejects when the process ends before. */
  prints(pattern: RegExp): Promise<RegExpExecArray>
  /** The address that it prints. */
  url(): Promise<string>
}

/**
 * The sandbox as a process of its own, as `npm start` runs it.
 *
 * @param script `scripts/start.ts` builds all it runs, as a user's start does
 */
export const start = (
  args: readonly string[],
  {
    script = 'test/sandbox/world/start-built.ts',
    cwd,
    env = {},
  }: { script?: string; cwd?: string; env?: Record<string, string> } = {},
): Run => {
  const child = spawn(process.execPath, ['--import', require.resolve('tsx'), script, ...args], {
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

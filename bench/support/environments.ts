import { type ChildProcess, fork } from 'node:child_process'

/** What one invocation took. */
export interface Invocation {
  records: number
  calls: Readonly<Record<string, number>>
  /** By the machine's clock. */
  tookMs: number
  cpuMs: number
  maxRssBytes: number
}

/** A function's execution environments, each a node of its own, as many as it is invoked at the same time. */
export interface Environments {
  invoke(event: unknown, context: object): Promise<unknown>
  running(): number
  /** In the order in which they ended. */
  readonly invocations: readonly Invocation[]
  close(): void
}

interface Answer {
  id: number
  result?: unknown
  error?: string
  calls: Record<string, number>
  tookMs: number
  cpuMs: number
  maxRssBytes: number
}

/** As much of the function's memory as Lambda's own runtime gives to the heap. */
const HEAP_SHARE = 0.9

const isAnswer = (message: unknown): message is Answer =>
  typeof message === 'object' && message !== null && 'id' in message

const recordsIn = (event: unknown): number =>
  typeof event === 'object' && event !== null && 'Records' in event && Array.isArray(event.Records)
    ? event.Records.length
    : 1

export const createEnvironments = (
  bundle: string,
  memoryMb: number,
  env: () => Readonly<Record<string, string>>,
  nowMs: () => number,
  atMost = Number.POSITIVE_INFINITY,
): Environments => {
  const idle: ChildProcess[] = []
  const waiting: ((child: ChildProcess) => void)[] = []
  const all = new Set<ChildProcess>()
  const invocations: Invocation[] = []
  let running = 0
  let lastId = 0

  const start = (): Promise<ChildProcess> =>
    new Promise((resolve, reject) => {
      const child = fork('bench/children/function.cjs', [bundle], {
        env: env(),
        execArgv: [`--max-old-space-size=${Math.floor(memoryMb * HEAP_SHARE)}`],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      })
      all.add(child)
      child.once('message', () => resolve(child))
      child.once('error', reject)
      child.once('exit', code => reject(new Error(`A function ended with ${code}.`)))
    })

  const nextIdle = (): Promise<ChildProcess> => new Promise(resolve => waiting.push(resolve))

  const ask = (child: ChildProcess, event: unknown, context: object): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const id = ++lastId
      const stop = () => {
        child.off('message', onMessage)
        child.off('exit', onExit)
      }
      const onMessage = (message: unknown) => {
        if (!isAnswer(message) || message.id !== id) return
        stop()
        resolve(message)
      }
      const onExit = (code: number | null) => {
        stop()
        reject(new Error(`A function ended with ${code} while it was working.`))
      }
      child.on('message', onMessage)
      child.on('exit', onExit)
      child.send({ id, event, context, nowMs: nowMs() })
    })

  return {
    invocations,
    running: () => running,
    async invoke(event, context) {
      running += 1
      try {
        const child = idle.pop() ?? (all.size < atMost ? await start() : await nextIdle())
        const { result, error, calls, tookMs, cpuMs, maxRssBytes } = await ask(child, event, context)
        const next = waiting.shift()
        if (next) next(child)
        else idle.push(child)
        invocations.push({ records: recordsIn(event), calls, tookMs, cpuMs, maxRssBytes })
        if (error !== undefined) throw new Error(error)
        return result
      } finally {
        running -= 1
      }
    },
    close() {
      for (const child of all) child.kill('SIGKILL')
    },
  }
}

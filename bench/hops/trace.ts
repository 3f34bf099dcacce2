import { AsyncLocalStorage } from 'node:async_hooks'

/** What one journey crossed: files of `src/flows`, calls and returns between them, and calls of each port. */
export interface Trace {
  files: ReadonlySet<string>
  hops: number
  ports: Readonly<Record<string, number>>
  /** When the effect that the journey is for was there, by the ports' latencies alone; undefined where it never was. */
  effectAtMs: number | undefined
}

/** How long each port takes to answer, in milliseconds. */
export const LATENCY_MS = { ledger: 5, ec2: 150, slack: 100, sts: 150 } as const
type Port = keyof typeof LATENCY_MS

interface Counting {
  files: Set<string>
  hops: number
  ports: Record<string, number>
  effect: string
  effectAtMs: number | undefined
}

const where = new AsyncLocalStorage<{ file: string; counting: Counting }>()

/** Time that passes only while everybody waits for a port. */
let nowMs = 0
let waiting: { untilMs: number; wake: () => void }[] = []
const pass = (): void => {
  waiting.sort((a, b) => a.untilMs - b.untilMs)
  const next = waiting.shift()
  if (!next) return
  nowMs = next.untilMs
  next.wake()
  setImmediate(pass)
}
const takes = (ms: number): Promise<void> =>
  new Promise(wake => {
    waiting.push({ untilMs: nowMs + ms, wake })
    if (waiting.length === 1) setImmediate(pass)
  })

/**
 * Counts what is crossed while `journey` runs.
 *
 * @param effect the call of a port that people see, for example `slack.post`; its first answer counts
 */
export const traceOf = async (effect: string, journey: () => Promise<unknown>): Promise<Trace> => {
  const counting: Counting = { files: new Set(), hops: 0, ports: {}, effect, effectAtMs: undefined }
  nowMs = 0
  waiting = []
  await where.run({ file: '', counting }, journey)
  return counting
}

/** A function of a flow's file: called from another file, the call is a hop, and so is the return. */
export const traced = (file: string, member: unknown): unknown => {
  if (typeof member !== 'function') return member
  return (...args: unknown[]): unknown => {
    const from = where.getStore()
    if (!from || from.file === file) return member(...args)
    const { counting } = from
    const hop = (): void => {
      if (from.file !== '') counting.hops++
    }
    counting.files.add(file)
    hop()
    const result: unknown = where.run({ file, counting }, () => member(...args))
    if (result instanceof Promise) return result.finally(hop)
    hop()
    return result
  }
}

/** A port, each of whose calls is counted under `name` and takes its time. */
export const countedPort = <Ports extends object>(name: Port, port: Ports): Ports =>
  new Proxy(port, {
    get(target, key, receiver) {
      const member: unknown = Reflect.get(target, key, receiver)
      if (typeof member !== 'function') return member
      return (...args: unknown[]): unknown => {
        const counting = where.getStore()?.counting
        const result: unknown = Reflect.apply(member, target, args)
        if (!counting) return result
        counting.ports[name] = (counting.ports[name] ?? 0) + 1
        if (!(result instanceof Promise)) return result
        return takes(LATENCY_MS[name]).then(() => {
          if (`${name}.${String(key)}` === counting.effect) counting.effectAtMs ??= nowMs
          return result
        })
      }
    },
  })

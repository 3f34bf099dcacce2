import { AsyncLocalStorage } from 'node:async_hooks'
import type { Context, MiddlewareHandler } from 'hono'
import { serveCallOf } from '../kernel/calling-invocation.ts'
import { cutConnection, type NodeEnv } from '../kernel/http.ts'

/** Says, on each request that leaves a function, which of its invocations makes it. */
export const INVOCATION_HEADER = 'x-sandbox-invocation'

/** At which of its outgoing calls an invocation dies: before that call takes effect, or after it. */
export interface Death {
  atCall: number
  afterEffect: boolean
}

type Ending<Result> = { kind: 'returned'; result: Result } | { kind: 'died'; atCall: string }

export interface Invocations {
  /** Runs an invocation until it returns or is killed. */
  run<Result>(id: string, death: Death | undefined, act: () => Promise<Result>): Promise<Ending<Result>>
  /** From now on none of its calls reaches a service. */
  bury(id: string): void
  /** Which invocation the running code belongs to. */
  current(): string | undefined
  isDead(id: string | undefined): boolean
  /** How many calls of each running invocation are not answered yet, by its id. */
  callsInFlight(): ReadonlyMap<string, number>
  /** Middleware before every service: it counts the calls of running invocations, and cuts those of killed ones. */
  guard: MiddlewareHandler<NodeEnv>
}

interface Living {
  calls: number
  inFlight: number
  death: Death | undefined
  die: (atCall: string) => void
}

/** The call's name for people: `DynamoDB_20120810.PutItem`, `/slack/api/chat.postMessage`, `/ec2`. */
const nameOf = (c: Context<NodeEnv>): string => c.req.header('x-amz-target') ?? c.req.path

/**
 * Lambda kills a process; here all functions share one. So an invocation is identified by the asynchronous context that it
 * runs in, its requests carry its id, and requests of a killed one are cut off before a service sees them.
 */
export const createInvocations = (): Invocations => {
  const context = new AsyncLocalStorage<string>()
  const living = new Map<string, Living>()
  const dead = new Set<string>()

  const bury = (id: string) => {
    living.delete(id)
    dead.add(id)
  }

  return {
    bury,
    current: () => context.getStore(),
    isDead: id => id !== undefined && dead.has(id),
    callsInFlight: () => new Map([...living].map(([id, { inFlight }]) => [id, inFlight])),
    async run(id, death, act) {
      const died = new Promise<{ kind: 'died'; atCall: string }>(resolve => {
        const die = (atCall: string) => {
          bury(id)
          resolve({ kind: 'died', atCall })
        }
        living.set(id, { calls: 0, inFlight: 0, death, die })
      })
      const returned = context
        .run(id, act)
        .then(result => ({ kind: 'returned', result }) as const)
        .finally(() => living.delete(id))
      return Promise.race([returned, died])
    },
    async guard(c, next) {
      const id = c.req.header(INVOCATION_HEADER)
      if (id === undefined) return next()
      if (dead.has(id)) return cutConnection(c)
      const invocation = living.get(id)
      if (!invocation) return next()
      invocation.calls += 1
      invocation.inFlight += 1
      try {
        const serve = () => serveCallOf(id, next)
        if (invocation.calls !== invocation.death?.atCall) return await serve()
        if (invocation.death.afterEffect) await serve()
        invocation.die(nameOf(c))
        return cutConnection(c)
      } finally {
        invocation.inFlight -= 1
      }
    },
  }
}

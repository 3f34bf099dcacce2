import { refusalOf } from '../refusals.ts'
import type { Random } from './random.ts'

const HOUR_MS = 60 * 60_000
const DEPENDENCIES = ['messenger', 'ledger', 'images'] as const
type Dependency = (typeof DEPENDENCIES)[number]

/** Slack, DynamoDB or EC2 is out for an hour: each call says no where it can, and fails where it cannot. */
export const createOutages = (random: Random, nowMs: () => number) => {
  let out: { dependency: Dependency; untilMs: number } | undefined
  let count = 0

  const isOut = (dependency: Dependency): boolean => out?.dependency === dependency && nowMs() < out.untilMs

  const wrap = <Port extends object>(dependency: Dependency, port: Port): Port =>
    new Proxy(port, {
      get(target, key, receiver) {
        const member: unknown = Reflect.get(target, key, receiver)
        if (typeof member !== 'function') return member
        return (...args: unknown[]) => {
          if (!isOut(dependency)) return Reflect.apply(member, target, args)
          const no = refusalOf(`${dependency}.${String(key)}`, 'before')
          if (no !== undefined) return Promise.resolve(no)
          const error = new Error(`${dependency} is out.`)
          return Promise.reject(Object.assign(error, { name: 'TimeoutError' }))
        }
      },
    })

  return {
    count: () => count,
    isUnderWay: () => out !== undefined && nowMs() < out.untilMs,
    begin(): void {
      count += 1
      out = { dependency: random.pick(DEPENDENCIES), untilMs: nowMs() + HOUR_MS }
    },
    end(): void {
      out = undefined
    },
    wrap<Needs extends Record<Dependency, object>>(needs: Needs): Needs {
      const wrapped = DEPENDENCIES.map(name => [name, wrap(name, needs[name])])
      return { ...needs, ...Object.fromEntries(wrapped) }
    },
  }
}

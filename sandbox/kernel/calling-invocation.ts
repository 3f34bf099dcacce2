import { AsyncLocalStorage } from 'node:async_hooks'

const calls = new AsyncLocalStorage<string>()

/** Serves a call that an invocation of a function makes. */
export const serveCallOf = <T>(invocation: string, serve: () => Promise<T>): Promise<T> =>
  calls.run(invocation, serve)

/** The invocation whose call is being served; undefined for a call of somebody else. */
export const callingInvocation = (): string | undefined => calls.getStore()

import * as http from 'node:http'
import * as https from 'node:https'
import { INVOCATION_HEADER } from './invocations.ts'

/** Network modules that mark each request with the invocation that makes it. */
export interface MarkedNetwork {
  fetch: typeof fetch
  /** The network module of that name; undefined for any other. */
  moduleOf(id: string): object | undefined
}

type RequestFunction = (...parameters: never[]) => http.ClientRequest

export const createMarkedNetwork = (currentInvocation: () => string | undefined): MarkedNetwork => {
  const mark = (request: http.ClientRequest): http.ClientRequest => {
    const id = currentInvocation()
    if (id !== undefined && !request.headersSent) request.setHeader(INVOCATION_HEADER, id)
    return request
  }

  const markModule = <Module extends { request: RequestFunction }>(module: Module): object => {
    const request = (...parameters: Parameters<Module['request']>) => mark(module.request(...parameters))
    const get = (...parameters: Parameters<Module['request']>) => request(...parameters).end()
    const marked = { ...module, request, get }
    return { ...marked, default: marked }
  }

  const modules = new Map<string, object>([
    ['http', markModule(http)],
    ['https', markModule(https)],
  ])

  return {
    async fetch(input, init) {
      const id = currentInvocation()
      if (id === undefined) return fetch(input, init)
      const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined))
      headers.set(INVOCATION_HEADER, id)
      return fetch(input, { ...init, headers })
    },
    moduleOf: id => modules.get(id.replace(/^node:/, '')),
  }
}

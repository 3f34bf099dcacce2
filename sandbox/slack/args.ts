import { refusedBecause, SlackError } from './slack-error.ts'
import { isObject, type Json, type JsonObject } from './types.ts'

/** The arguments of one call, whether they came as a form or as JSON. */
export interface Args {
  string(name: string): string | undefined
  required(name: string): string
  boolean(name: string): boolean | undefined
  integer(name: string): number | undefined
  /** A structured argument; in a form it is JSON in a string. Refused with `malformed` where it is not JSON. */
  json(name: string, malformed: string): Json | undefined
}

export const createArgs = (values: JsonObject): Args => {
  const string = (name: string): string | undefined => {
    const value = values[name]
    if (typeof value === 'string') return value
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    return undefined
  }
  return {
    string,
    required(name) {
      const value = string(name)
      if (!value) throw refusedBecause('invalid_arguments', [`missing required field: ${name}`])
      return value
    },
    boolean(name) {
      const value = string(name)
      return value === undefined ? undefined : value === 'true' || value === '1'
    },
    integer(name) {
      const value = Number.parseInt(string(name) ?? '', 10)
      return Number.isNaN(value) ? undefined : value
    },
    json(name, malformed) {
      const value = values[name]
      if (value === undefined || value === null || value === '') return undefined
      if (typeof value !== 'string') return value
      return parseJson(value, malformed)
    },
  }
}

const parseJson = (text: string, malformed: string): Json => {
  try {
    return JSON.parse(text) as Json
  } catch {
    throw new SlackError(malformed)
  }
}

/** The body of a call as one object; forms, multipart and JSON are what Slack takes. */
export const readBody = async (request: Request): Promise<JsonObject> => {
  const type = request.headers.get('content-type') ?? ''
  if (type.startsWith('application/json')) {
    const body = parseJson(await request.text(), 'invalid_json')
    if (!isObject(body)) throw new SlackError('json_not_object')
    return body
  }
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(await request.text()))
  }
  if (type.startsWith('multipart/form-data')) {
    const form = await request.formData()
    return Object.fromEntries(
      [...form].filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
    )
  }
  if (request.method === 'GET' || type === '') return {}
  throw new SlackError('invalid_post_type')
}

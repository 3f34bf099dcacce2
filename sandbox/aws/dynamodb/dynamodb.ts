import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import dynalite from 'dynalite'
import { Hono } from 'hono'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import { cutConnection, type NodeEnv } from '../../kernel/http.ts'
import { withFault } from '../../kernel/with-fault.ts'
import { dumpItems, type Items, loadItems } from './items.ts'

export interface DynamoDb {
  /** The endpoint for real clients. */
  app: Hono<NodeEnv>
  /** Creates a table from the properties of an `AWS::DynamoDB::Table`. */
  createTable(properties: Readonly<Record<string, unknown>>): Promise<void>
  /** Every item of every table, all of one moment: clients wait meanwhile. */
  snapshot(): Promise<Items>
  /** Puts the items of a snapshot into tables that are there and empty; rejects at what no snapshot is. */
  restore(items: unknown): Promise<void>
  /** Calls `listener` after each call that may have written, until the returned function is called. */
  onChange(listener: () => void): () => void
}

interface Wire {
  status: number
  headers: Record<string, string>
  body: string
}

/** What dynalite's CreateTable knows; the others of CloudFormation's properties are about operations. */
const KNOWN_PROPERTIES = [
  'TableName',
  'BillingMode',
  'AttributeDefinitions',
  'KeySchema',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
  'ProvisionedThroughput',
]

const JSON_TYPE = 'application/x-amz-json-1.0'

/** Gives dynalite a request that was read completely: it throws when a connection breaks while it reads. */
const askDynalite = (
  server: ReturnType<typeof dynalite>,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Wire> =>
  new Promise(resolve => {
    const request = Object.assign(Readable.from([Buffer.from(body)]), { method: 'POST', url: '/', headers })
    const answered: Record<string, string> = {}
    const response = {
      statusCode: 200,
      setHeader: (name: string, value: string | number) => {
        answered[name.toLowerCase()] = String(value)
      },
      end: (text = '') => resolve({ status: response.statusCode, headers: answered, body: text }),
    }
    server.emit('request', request, response)
  })

/** A made-up signature: dynalite only checks that there is one. */
const SANDBOX_HEADERS = {
  'content-type': JSON_TYPE,
  'x-amz-date': '20260101T000000Z',
  authorization: 'AWS4-HMAC-SHA256 Credential=sandbox, SignedHeaders=host, Signature=none',
}

const READ_ONLY = /^(Get|BatchGet|Query|Scan|Describe|List)/

const operationOf = (target: string | undefined): string => target?.split('.')[1] ?? ''

/** dynalite in memory, served on the sandbox's own port. */
export const createDynamoDb = ({ clock, faults }: { clock: Clock; faults: Faults }): DynamoDb => {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
  const listeners = new Set<() => void>()
  const underWay = new Set<Promise<Wire>>()
  let held: Promise<unknown> | undefined

  /** A call of a client's, which waits while a snapshot is taken. */
  const serve = async (headers: Readonly<Record<string, string>>, body: string): Promise<Wire> => {
    while (held) await held
    const answer = askDynalite(server, headers, body)
    underWay.add(answer)
    await answer
    underWay.delete(answer)
    if (!READ_ONLY.test(operationOf(headers['x-amz-target']))) for (const listener of listeners) listener()
    return answer
  }

  /** A call of the sandbox's own. */
  const ask = async (operation: string, input: object): Promise<unknown> => {
    const headers = { ...SANDBOX_HEADERS, 'x-amz-target': `DynamoDB_20120810.${operation}` }
    const answer = await askDynalite(server, headers, JSON.stringify(input))
    if (answer.status !== 200) throw new Error(`DynamoDB refused ${operation}: ${answer.body}`)
    return JSON.parse(answer.body)
  }

  const app = new Hono<NodeEnv>()
  app.post('*', async c => {
    const headers = c.req.header()
    const body = await c.req.text()
    const fault = faults.take('dynamodb', operationOf(headers['x-amz-target']))
    const outcome = await withFault(fault, clock, () => serve(headers, body))
    if (outcome.kind === 'cut') return cutConnection(c)
    if (outcome.kind === 'answered') {
      return new Response(outcome.answer.body, {
        status: outcome.answer.status,
        headers: outcome.answer.headers,
      })
    }
    const code = outcome.fault.error ?? 'InternalServerError'
    const isServers = /^Internal|ServiceUnavailable/.test(code)
    return new Response(
      JSON.stringify({
        __type: `com.amazonaws.dynamodb.v20120810#${code}`,
        message: outcome.fault.message ?? code,
      }),
      {
        status: isServers ? 500 : 400,
        headers: { 'content-type': JSON_TYPE, 'x-amzn-requestid': randomUUID() },
      },
    )
  })
  return {
    app,
    async createTable(properties) {
      const known = Object.entries(properties).filter(([name]) => KNOWN_PROPERTIES.includes(name))
      await ask('CreateTable', Object.fromEntries(known))
    },
    async snapshot() {
      const dump = Promise.all(underWay).then(() => dumpItems(ask))
      held = dump.catch(() => {})
      try {
        return await dump
      } finally {
        held = undefined
      }
    },
    restore: items => loadItems(ask, items),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

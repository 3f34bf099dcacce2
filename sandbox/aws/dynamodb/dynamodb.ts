import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import dynalite from 'dynalite'
import { Hono } from 'hono'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import { cutConnection, type NodeEnv } from '../../kernel/http.ts'
import { suffer } from '../../kernel/suffer.ts'

export interface DynamoDb {
  /** The endpoint for real clients. */
  app: Hono<NodeEnv>
  /** Creates a table from the properties of an `AWS::DynamoDB::Table`. */
  createTable(properties: Readonly<Record<string, unknown>>): Promise<void>
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

/** Hands a request that was read to the end to dynalite, which would throw at a connection that breaks. */
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

const operationOf = (target: string | undefined): string => target?.split('.')[1] ?? ''

/** dynalite in memory: DynamoDB as far as it goes, on the sandbox's own port. */
export const createDynamoDb = ({ clock, faults }: { clock: Clock; faults: Faults }): DynamoDb => {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
  const app = new Hono<NodeEnv>()
  app.post('*', async c => {
    const headers = c.req.header()
    const body = await c.req.text()
    const fault = faults.take('dynamodb', operationOf(headers['x-amz-target']))
    const outcome = await suffer(fault, clock, () => askDynalite(server, headers, body))
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
      const headers = {
        'content-type': JSON_TYPE,
        'x-amz-target': 'DynamoDB_20120810.CreateTable',
        'x-amz-date': '20260101T000000Z',
        authorization: 'AWS4-HMAC-SHA256 Credential=sandbox, SignedHeaders=host, Signature=none',
      }
      const answer = await askDynalite(server, headers, JSON.stringify(Object.fromEntries(known)))
      if (answer.status !== 200) throw new Error(`The table could not be created: ${answer.body}`)
    },
  }
}

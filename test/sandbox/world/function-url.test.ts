import { readFileSync } from 'node:fs'
import type { World } from '../../../sandbox/world.ts'
import { temporaryFile } from '../../support/temporary-file.ts'
import { get, startWorld, titlesOf } from './support.ts'

interface UrlEvent {
  version: string
  rawPath: string
  rawQueryString: string
  headers: Record<string, string>
  cookies?: string[]
  queryStringParameters?: Record<string, string>
  body?: string
  isBase64Encoded: boolean
  requestContext: { http: { method: string; path: string } }
}

let world: World
let event: UrlEvent | undefined
let answer: (event: UrlEvent) => unknown

beforeEach(async () => {
  event = undefined
  answer = () => ({ statusCode: 200, body: 'fine' })
  const slack = (given: unknown) => {
    event = given as UrlEvent
    return answer(event)
  }
  // As where the account's quota allows it: the template alone reserves nothing.
  const deployment = readFileSync('serverless.yml', 'utf8')
    .replace(/reservedConcurrency: .*/, 'reservedConcurrency: 20')
    .replaceAll('${file(./', `\${file(${process.cwd()}/`)
  const deploymentFile = temporaryFile('serverless.yml', deployment)
  world = await startWorld({ handlers: { slack }, deploymentFile })
})
afterEach(() => world.close())

const FORM = 'application/x-www-form-urlencoded'

test("a form of Slack's comes as base64, with headers in small letters", async () => {
  const headers = { 'Content-Type': FORM, 'X-Slack-Signature': 'v0=abc', cookie: 'a=1; b=2' }
  await fetch(`${world.url}/bot/slack/events?x=1&x=2`, { method: 'POST', headers, body: 'text=%2Fami' })
  expect(event).toMatchObject({
    version: '2.0',
    rawPath: '/slack/events',
    rawQueryString: 'x=1&x=2',
    cookies: ['a=1', 'b=2'],
    queryStringParameters: { x: '1,2' },
    body: Buffer.from('text=%2Fami').toString('base64'),
    isBase64Encoded: true,
    requestContext: { http: { method: 'POST', path: '/slack/events' } },
  })
  expect(event?.headers['x-slack-signature']).toBe('v0=abc')
  expect(event?.headers['content-type']).toBe(FORM)
})

test('JSON comes as text', async () => {
  const headers = { 'content-type': 'application/json; charset=utf-8' }
  await fetch(`${world.url}/bot`, { method: 'POST', headers, body: '{"challenge":"ö"}' })
  expect(event).toMatchObject({ rawPath: '/', body: '{"challenge":"ö"}', isBase64Encoded: false })
})

test('a request without a body', async () => {
  await get(world, '/bot')
  expect(event).toMatchObject({ isBase64Encoded: false, requestContext: { http: { method: 'GET' } } })
  expect(event).not.toHaveProperty('body')
})

test("a function's status, headers, cookies and binary body become HTTP", async () => {
  answer = () => ({
    statusCode: 201,
    headers: { 'content-type': 'image/png', 'x-request': 7 },
    cookies: ['a=1', 'b=2'],
    body: Buffer.from([1, 2, 255]).toString('base64'),
    isBase64Encoded: true,
  })
  const response = await fetch(`${world.url}/bot`)
  expect(response.status).toBe(201)
  expect(response.headers.get('content-type')).toBe('image/png')
  expect(response.headers.get('x-request')).toBe('7')
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 2, 255])
})

test('what a function returns without a status is the body itself', async () => {
  answer = () => ({ hello: 'world' })
  expect(await get(world, '/bot')).toEqual({ status: 200, json: { hello: 'world' } })
})

test('a function that throws gives 502 and is on the timeline', async () => {
  answer = () => {
    throw new TypeError('broken')
  }
  expect(await get(world, '/bot')).toEqual({ status: 502, json: 'Internal Server Error' })
  expect(titlesOf(world, 'lambda')).toEqual([
    expect.stringMatching(/^slack GET \/ -> TypeError: broken in \d+ ms$/),
  ])
})

test('more requests at once than the reserved concurrency are throttled', async () => {
  const release: (() => void)[] = []
  answer = () => new Promise(resolve => release.push(() => resolve({ statusCode: 200, body: '' })))
  const running = Array.from({ length: 20 }, () => fetch(`${world.url}/bot`))
  while (release.length < 20) await new Promise(resolve => setImmediate(resolve))
  expect((await get(world, '/bot')).status).toBe(429)
  for (const end of release) end()
  expect((await Promise.all(running)).map(response => response.status)).toEqual(Array(20).fill(200))
})

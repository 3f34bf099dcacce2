import { createServer, type Server } from 'node:http'
import { createSecretsReader } from '../../src/aws/http/parameters.ts'
import { createStillClock } from '../support/clock.ts'
import { createKeptLog } from '../support/kept-log.ts'

/** An SSM that answers as AWS does: what exists under `Parameters`, the rest under `InvalidParameters`. */

let server: Server
let endpoint: string
let stored: Record<string, string>
let refused: boolean
let asked: string[][]
let log: ReturnType<typeof createKeptLog>

beforeEach(async () => {
  stored = { '/amiops/signing': 'the-signing-secret', '/amiops/token': 'the-token' }
  refused = false
  asked = []
  log = createKeptLog()
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { Names } = JSON.parse(Buffer.concat(chunks).toString()) as { Names: string[] }
    asked.push(Names)
    const known = Names.filter(name => stored[name] !== undefined)
    response.statusCode = refused ? 400 : 200
    response.end(
      JSON.stringify(
        refused
          ? { __type: 'AccessDeniedException' }
          : {
              Parameters: known.map(Name => ({ Name, Type: 'SecureString', Value: stored[Name] })),
              InvalidParameters: Names.filter(name => !known.includes(name)),
            },
      ),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})

const START_MS = createStillClock().nowMs()

const SIGNING = { region: 'us-east-1', accessKeyId: 'AKIATEST', secretAccessKey: 'test' }
const BOTH = {
  signingSecret: { parameter: '/amiops/signing' },
  botToken: { parameter: '/amiops/token' },
}
const reader = (clock = createStillClock(), secrets: Parameters<typeof createSecretsReader>[0] = BOTH) =>
  createSecretsReader(secrets, SIGNING, endpoint, clock.nowMs, log)

test('two secrets take one call, and none again for a minute', async () => {
  const clock = createStillClock()
  const read = reader(clock)
  expect(asked).toEqual([])
  expect(await read()).toEqual({ signingSecret: 'the-signing-secret', botToken: 'the-token' })
  clock.advance(59_000)
  await read()
  expect(asked).toEqual([['/amiops/signing', '/amiops/token']])
})

test('a rotated secret is taken up after a minute', async () => {
  const clock = createStillClock()
  const read = reader(clock)
  await read()
  stored['/amiops/token'] = 'the-new-token'
  clock.advance(60_000)
  expect((await read()).botToken).toBe('the-new-token')
})

test('requests that arrive together share one call', async () => {
  const read = reader()
  await Promise.all([read(), read(), read()])
  expect(asked).toHaveLength(1)
})

test('SSM refuses: the call fails, and the next one asks again', async () => {
  const read = reader()
  refused = true
  await expect(read()).rejects.toThrow('GetParameters was refused: AccessDeniedException')
  refused = false
  expect((await read()).signingSecret).toBe('the-signing-secret')
})

test('a parameter that is not there is named', async () => {
  delete stored['/amiops/token']
  await expect(reader()()).rejects.toThrow('The SSM parameter /amiops/token does not exist')
})

test('secrets that the environment holds itself ask SSM for nothing', async () => {
  const read = reader(undefined, { signingSecret: { value: 'own' }, botToken: { value: 'own-token' } })
  expect(await read()).toEqual({ signingSecret: 'own', botToken: 'own-token' })
  expect(asked).toEqual([])
})

test('one from the environment, one from SSM', async () => {
  const read = reader(undefined, {
    signingSecret: { value: 'own' },
    botToken: { parameter: '/amiops/token' },
  })
  expect(await read()).toEqual({ signingSecret: 'own', botToken: 'the-token' })
  expect(asked).toEqual([['/amiops/token']])
})

describe('SSM does not answer', () => {
  test('the last good secrets are used for an hour, then none', async () => {
    const clock = createStillClock()
    const read = reader(clock)
    const good = await read()
    refused = true
    for (const minutes of [1, 10, 30, 59]) {
      clock.advance(minutes * 60_000 - (clock.nowMs() - START_MS))
      expect(await read()).toEqual(good)
    }
    clock.advance(2 * 60_000)
    await expect(read()).rejects.toThrow('AccessDeniedException')
    // Errors raise an alarm while there is still time.
    expect(log.lines.map(({ level, facts }) => [level, facts])).toEqual(
      [1, 10, 30, 59].map(ageMinutes => [
        ageMinutes < 15 ? 'warn' : 'error',
        {
          ageMinutes,
          why: 'AccessDeniedException: AmazonSSM.GetParameters was refused: AccessDeniedException',
        },
      ]),
    )
  })

  test('a parameter that was deleted is not used any longer than a minute', async () => {
    const clock = createStillClock()
    const read = reader(clock)
    await read()
    delete stored['/amiops/signing']
    clock.advance(60_000)
    await expect(read()).rejects.toThrow('The SSM parameter /amiops/signing does not exist')
  })

  test('it is asked every 15 seconds, not by every message', async () => {
    const clock = createStillClock()
    const read = reader(clock)
    await read()
    refused = true
    clock.advance(60_000)
    const before = asked.length
    for (let message = 0; message < 50; message++) await read()
    expect(asked.length - before).toBe(1)
    clock.advance(15_000)
    await read()
    expect(asked.length - before).toBe(2)
  })

  test('a secret that is new once SSM answers is taken up at once', async () => {
    const clock = createStillClock()
    const read = reader(clock)
    await read()
    refused = true
    clock.advance(10 * 60_000)
    await read()
    refused = false
    stored['/amiops/token'] = 'the-new-token'
    clock.advance(15_000)
    expect((await read()).botToken).toBe('the-new-token')
  })
})

import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'

/** Slack and AWS at their shortest, on 127.0.0.1: every call succeeds at once. */
export interface Stub {
  url: string
  /** How often each call was made since the start. */
  calls: ReadonlyMap<string, number>
  close(): Promise<void>
}

const EC2_YES = `<?xml version="1.0" encoding="UTF-8"?>
<Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>59dbff89-35bd-4eac-99ed-be587EXAMPLE</requestId><return>true</return></Response>`

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

const answerTo = (
  target: string,
  path: string,
  body: string,
): { call: string; type: string; text: string } => {
  const json = (call: string, answer: object) => ({
    call,
    type: 'application/json',
    text: JSON.stringify(answer),
  })
  if (target === 'AmazonSSM.GetParameters') {
    const { Names } = JSON.parse(body) as { Names: string[] }
    const Parameters = Names.map(Name => ({ Name, Type: 'SecureString', Value: STUB_SECRET }))
    return json('GetParameters', { Parameters, InvalidParameters: [] })
  }
  if (target.startsWith('AmazonSQS.')) {
    const { MessageBody = '' } = JSON.parse(body) as { MessageBody?: string }
    // The SDK's client checks it.
    const MD5OfMessageBody = createHash('md5').update(MessageBody).digest('hex')
    return json(target.slice('AmazonSQS.'.length), { MessageId: 'm', MD5OfMessageBody })
  }
  if (path.startsWith('/slack/api/auth.test'))
    return json('auth.test', { ok: true, user_id: 'U0AMIOPS', bot_id: 'B0AMIOPS', team_id: 'T0BENCH' })
  if (path.startsWith('/slack/api/'))
    return json(path.slice('/slack/api/'.length), { ok: true, view: { id: 'V0BENCH', hash: '1.a' } })
  if (path.startsWith('/ec2'))
    return { call: new URLSearchParams(body).get('Action') ?? '', type: 'text/xml', text: EC2_YES }
  return { call: 'response_url', type: 'text/plain', text: 'ok' }
}

/** The signing secret and, where one is asked for, the bot's token. */
export const STUB_SECRET = 'a-secret-of-thirty-two-characters'

export const startStub = async (): Promise<Stub> => {
  const calls = new Map<string, number>()
  const server = createServer((request, response) => {
    void readBody(request).then(body => {
      const target = String(request.headers['x-amz-target'] ?? '')
      const { call, type, text } = answerTo(target, request.url ?? '/', body)
      calls.set(call, (calls.get(call) ?? 0) + 1)
      response.writeHead(200, { 'content-type': type })
      response.end(text)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

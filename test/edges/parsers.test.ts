import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { parseEnvelope } from '../../src/aws/events/eventbridge.ts'
import { parseAsk } from '../../src/aws/sqs/ask-message.ts'
import { imageKey, parseImageKey } from '../../src/domain/image.ts'
import { parseAction } from '../../src/slack/click.ts'
import { parseSlashCommand } from '../../src/slack/slash-command.ts'

const NOW_MS = Date.UTC(2026, 10, 23, 12)
const RUNS = { seed: 20261123, numRuns: 1_000 }

/** Anything at all, and things that look nearly right. */
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.json())
const nearlyAnEnvelope = fc
  .record(
    {
      id: fc.anything(),
      source: fc.oneof(fc.constant('aws.ec2'), fc.anything()),
      'detail-type': fc.oneof(fc.constant('EC2 AMI State Change'), fc.anything()),
      account: fc.oneof(fc.constant('123456789012'), fc.anything()),
      region: fc.oneof(fc.constant('us-east-1'), fc.anything()),
      time: fc.anything(),
      detail: fc.oneof(
        fc.record({
          ImageId: fc.oneof(fc.constant('ami-0abc'), fc.anything()),
          State: fc.oneof(fc.constant('failed'), fc.anything()),
          ErrorMessage: fc.anything(),
        }),
        fc.anything(),
      ),
    },
    { requiredKeys: [] },
  )
  .map(value => JSON.stringify(value) ?? '')

test('any text is an event or a reason why not', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, nearlyAnEnvelope), text => {
      const parsed = parseEnvelope(text, NOW_MS)
      if (!parsed.ok) return expect(parsed.why).not.toBe('')
      expect(parseImageKey(imageKey(parsed.event))).toBeDefined()
      return expect(parsed.event.atMs).toBeLessThanOrEqual(NOW_MS)
    }),
    RUNS,
  )
})

test.each(['available', 'failed', 'deregistered', 'disabled'])(
  'AWS’s own sample of %s is read, with the time of its arrival',
  state => {
    const parsed = parseEnvelope(readFileSync(`test/fixtures/events/${state}.json`, 'utf8'), NOW_MS)
    expect(parsed).toMatchObject({
      ok: true,
      event: { state, atMs: NOW_MS, account: '012345678901', imageId: 'ami-0123456789example' },
    })
  },
)

test('any text is an ask or a reason why not, which never repeats what was there', () => {
  fc.assert(
    fc.property(anyText, text => {
      const parsed = parseAsk(text)
      expect(parsed.ok).toBe(false)
    }),
    RUNS,
  )
  const secret = 'https://hooks.slack.com/actions/secret'
  const parsed = parseAsk(JSON.stringify({ kind: 'command', place: { responseUrl: `not a url ${secret}` } }))
  expect(JSON.stringify(parsed)).not.toContain('secret')
})

test('any payload is a click of ours or nothing', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (body, action) => {
      expect(parseAction(body, action, NOW_MS)).toBeUndefined()
      expect(parseSlashCommand(body, NOW_MS)).toBeUndefined()
    }),
    RUNS,
  )
})

describe('a click', () => {
  const body = {
    team: { id: 'T0HOME' },
    user: { id: 'U0MARIA', team_id: 'T0HOME', username: 'maria' },
    api_app_id: 'A0AMIOPS',
    channel: { id: 'C0READY' },
    container: { type: 'message', message_ts: '1.2', channel_id: 'C0READY', is_ephemeral: false },
    response_url: 'https://hooks.slack.com/actions/x',
  }
  const image = { account: '123456789012', region: 'us-east-1', imageId: 'ami-0abc' }
  const action = { action_id: 'enable', action_ts: '5.0', value: imageKey(image) }

  test('of a button says what, on which image, by whom', () => {
    expect(parseAction(body, action, NOW_MS)).toMatchObject({
      kind: 'change',
      action: 'enable',
      image,
      person: { userId: 'U0MARIA', workspaceId: 'T0HOME' },
    })
  })

  test('delivered twice is the same ask; clicked twice it is another', () => {
    const first = parseAction(body, action, NOW_MS)?.key
    expect(parseAction(body, action, NOW_MS + 60_000)?.key).toBe(first)
    expect(parseAction(body, { ...action, action_ts: '6.0' }, NOW_MS)?.key).not.toBe(first)
  })

  test('of an overflow is what its option says', () => {
    const more = {
      action_id: 'more',
      action_ts: '5.0',
      selected_option: { value: `history|${imageKey(image)}` },
    }
    expect(parseAction(body, more, NOW_MS)).toMatchObject({ kind: 'look', look: 'history', image })
  })

  test('of a digest asks for a page of its list', () => {
    const page = (value: string, action_id = 'list') =>
      parseAction(body, { action_id, action_ts: '5.0', value }, NOW_MS)
    const list = { kind: 'list', digest: 'ami-alerts/failed/0', burst: '1a2b3c4d-5e6f.0', from: 20 }
    expect(page('ami-alerts/failed/0|1a2b3c4d-5e6f.0|20')).toMatchObject(list)
    expect(page('ami-alerts/failed/0|1a2b3c4d-5e6f.0|20', 'list-previous')).toMatchObject(list)
    for (const value of ['', 'ami-alerts/failed/0', '|a|0', 'a|b|-1', 'a|b|x', 'a|b|0|c'])
      expect(page(value)).toBeUndefined()
  })

  test('by a guest keeps the guest’s own workspace', () => {
    const guest = { ...body, user: { id: 'U0GUEST', team_id: 'T0ELSEWHERE' } }
    expect(parseAction(guest, action, NOW_MS)?.person.workspaceId).toBe('T0ELSEWHERE')
  })
})

import { parseScanWork } from '../../src/aws/sqs/scan-message.ts'
import { REGIONS } from '../../src/domain/regions.ts'

const WORK = { kind: 'scan', account: '123456789012', region: 'us-gov-east-1', askedAtMs: 1 }

test('a message of the schedule', () => {
  expect(parseScanWork(JSON.stringify(WORK))).toEqual({ ok: true, work: WORK })
})

test('every region that a config may name', () => {
  const taken = REGIONS.filter(region => parseScanWork(JSON.stringify({ ...WORK, region })).ok)
  expect(taken).toEqual(REGIONS)
})

const READ = {
  account: WORK.account,
  region: WORK.region,
  kind: 'read',
  reading: 'r-1',
  at: 0,
  of: 2,
  untilMs: 1,
}

test.each([
  [{ kind: 'fleet' }],
  [{ kind: 'found', target: 'web-*', toRestore: false }],
  [{ kind: 'found', target: 'web-1', toRestore: true, account: WORK.account, region: WORK.region }],
])('a message of a reading: %o', what => {
  expect(parseScanWork(JSON.stringify({ ...READ, what }))).toEqual({ ok: true, work: { ...READ, what } })
})

test.each([
  ['no JSON', '{', /expected JSON/],
  ['another kind', { ...WORK, kind: 'delete' }, /kind/],
  ['no account', { ...WORK, account: '../12' }, /account: expected twelve digits/],
  ['no region', { ...WORK, region: 'evil.example/' }, /region: expected the name of a region/],
  ['no time', { ...WORK, askedAtMs: undefined }, /askedAtMs/],
])('%s: not taken, and nothing of it repeated', (_what, body, why) => {
  const parsed = parseScanWork(typeof body === 'string' ? body : JSON.stringify(body))
  expect(parsed).toEqual({ ok: false, why: expect.stringMatching(why) })
  expect(JSON.stringify(parsed)).not.toMatch(/evil|delete|\.\.\//)
})

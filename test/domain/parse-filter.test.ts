import fc from 'fast-check'
import { FILTERS } from '../../src/domain/filters.ts'
import { type ParsedFilter, parseFilter } from '../../src/domain/parse-filter.ts'

const CONFIG = {
  accounts: [
    { id: '123456789012', alias: 'production', regions: ['us-east-1', 'eu-west-1'] },
    { id: '210987654321', alias: 'staging', regions: ['us-west-2'] },
    { id: '345678901234', regions: ['us-east-1'] },
  ],
}
const EMPTY = { states: [], accounts: [], regions: [], families: [], owners: [], tags: [] }
const DAY_MS = 24 * 3_600_000

const parse = (text: string): ParsedFilter => parseFilter(text, CONFIG)
const filterOf = (text: string) => {
  const parsed = parse(text)
  if (!parsed.ok) throw new Error(parsed.fault.why)
  return parsed.filter
}
const faultOf = (text: string) => {
  const parsed = parse(text)
  if (parsed.ok) throw new Error(`Expected "${text}" to be refused.`)
  return parsed.fault
}

test.each<[text: string, filter: object]>([
  ['', {}],
  ['state:disabled', { states: ['disabled'] }],
  ['State:Disabled,FAILED state:available', { states: ['disabled', 'failed', 'available'] }],
  ['account:production account:210987654321', { accounts: ['123456789012', '210987654321'] }],
  ['account:Production', { accounts: ['123456789012'] }],
  ['region:EU-west-1', { regions: ['eu-west-1'] }],
  ['production us-west-2', { accounts: ['123456789012'], regions: ['us-west-2'] }],
  ['345678901234', { accounts: ['345678901234'] }],
  ['"production"', { name: '*production*' }],
  ['family:payments-*', { families: ['payments-*'] }],
  ['owner:@platform,S0ABC', { owners: ['platform', 'S0ABC'] }],
  ['owner:<!subteam^S0345678901|@platform>', { owners: ['S0345678901'] }],
  ['tag:Team=payments', { tags: [{ key: 'Team', value: 'payments' }] }],
  ['tag:url=https://ci/1?a=b', { tags: [{ key: 'url', value: 'https://ci/1?a=b' }] }],
  ['tag:aws:cloudformation:stack-name=x', { tags: [{ key: 'aws:cloudformation:stack-name', value: 'x' }] }],
  ['tag:Team="pay & ship"', { tags: [{ key: 'Team', value: 'pay & ship' }] }],
  ['"tag:Team=pay & ship"', { tags: [{ key: 'Team', value: 'pay & ship' }] }],
  ['tag:Team=“pay”', { tags: [{ key: 'Team', value: 'pay' }] }],
  ['older-than:30d', { olderThanMs: 30 * DAY_MS }],
  ['older-than:12h', { olderThanMs: DAY_MS / 2 }],
  ['older-than:2W', { olderThanMs: 14 * DAY_MS }],
  ['older‑than:1y', { olderThanMs: 365 * DAY_MS }],
  ['web', { name: '*web*' }],
  ['web-?-*', { name: 'web-?-*' }],
  ['web base', { name: '*web base*' }],
])('%s', (text, filter) => {
  expect(filterOf(text)).toEqual({ ...EMPTY, ...filter })
})

test('the list as a file', () => {
  expect(parse('web as:CSV')).toMatchObject({ ok: true, asCsv: true, filter: { name: '*web*' } })
  expect(parse('web')).toMatchObject({ asCsv: false })
})

test.each<[text: string, why: RegExp, meant: string | undefined, example: string]>([
  ['stat:disabled', /no filter "stat"/, 'state:disabled', FILTERS.state.example],
  ['state=disabled', /written with a colon/, 'state:disabled', FILTERS.state.example],
  ['Region=us-east-1', /written with a colon/, 'region:us-east-1', FILTERS.region.example],
  ['Environment=production', /name of an AMI has no "="/, 'tag:Environment=production', FILTERS.tag.example],
  ['tag=Team=payments', /written with a colon/, 'tag:Team=payments', FILTERS.tag.example],
  ['colour:red', /no filter "colour"/, undefined, FILTERS.state.example],
  [':x', /no filter ""/, undefined, FILTERS.state.example],
  ['state:disabeld', /"disabeld" is no state.*available, failed/, 'state:disabled', FILTERS.state.example],
  ['state:', /"state" needs a value/, undefined, FILTERS.state.example],
  [
    'account:prodcution',
    /isn’t configured. Configured: production, staging, 345678901234/,
    'account:production',
    FILTERS.account.example,
  ],
  ['account:999999999999', /isn’t configured/, undefined, FILTERS.account.example],
  ['999999999999', /isn’t configured/, undefined, FILTERS.account.example],
  [
    'region:us-eats-1',
    /isn’t configured. Configured: us-east-1, eu-west-1, us-west-2/,
    'region:us-east-1',
    FILTERS.region.example,
  ],
  ['us-east-2', /Region "us-east-2" isn’t configured/, 'region:us-east-1', FILTERS.region.example],
  ['older-than:30', /"30" is no age/, 'older-than:30d', FILTERS['older-than'].example],
  ['older-than:soon', /"soon" is no age/, undefined, FILTERS['older-than'].example],
  ['older-than:-1d', /"-1d" is no age/, undefined, FILTERS['older-than'].example],
  ['tag:Team', /key and a value/, undefined, FILTERS.tag.example],
  ['tag:=x', /key and a value/, undefined, FILTERS.tag.example],
  ['tag:Team=', /key and a value/, undefined, FILTERS.tag.example],
  ['as:pdf', /only be sent as CSV/, 'as:csv', FILTERS.as.example],
])('%s is refused', (text, why, meant, example) => {
  const fault = faultOf(`web ${text}`)
  expect(fault.why).toMatch(why)
  expect([fault.meant, fault.example, fault.typed]).toEqual([meant, example, text])
})

test.each(Object.values(FILTERS))('the example $example is understood', ({ example }) => {
  expect(parse(example).ok).toBe(true)
})

test('whatever is typed is read or refused, never thrown', () => {
  const words = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.tuple(fc.constantFrom(...Object.keys(FILTERS)), fc.string()).map(([key, value]) => `${key}:${value}`),
  )
  fc.assert(
    fc.property(
      fc.array(words).map(all => all.join(' ')),
      text => {
        const parsed = parse(text)
        if (!parsed.ok) expect(parsed.fault.why).not.toBe('')
      },
    ),
  )
})

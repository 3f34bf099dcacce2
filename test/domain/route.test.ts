import fc from 'fast-check'
import type { Config, Rule } from '../../src/domain/config.ts'
import type { EventState } from '../../src/domain/event.ts'
import { decideRoute, dependsOnFacts } from '../../src/domain/route.ts'
import { givenConfig, givenEvent, givenFacts } from './given.ts'

const rule = (when: Rule['when'], to: string[] = ['ruled'], mention: string[] = []): Rule => ({
  when,
  to,
  mention,
})

const routeWith = (rules: Rule[], channels: Config['channels'] = { fallback: 'alerts' }) =>
  decideRoute(
    givenConfig({ rules, channels }),
    givenEvent({ state: 'failed' }),
    givenFacts({ name: 'payments-base-42', tags: { Environment: 'production', Empty: '' } }),
  )

describe('where an event is announced', () => {
  test('no rule fits: in the channel of its state', () => {
    expect(routeWith([], { failed: 'broken', fallback: 'alerts' })).toEqual({
      channels: ['broken'],
      mention: [],
      alone: true,
    })
  })

  test('no rule fits and its state has no channel: in the fallback', () => {
    expect(routeWith([], { available: 'ready', fallback: 'alerts' }).channels).toEqual(['alerts'])
  })

  test('two rules fit: the first one decides, with its mention alone', () => {
    const rules = [rule({ state: ['failed'] }, ['first'], ['S0ONCALL']), rule({}, ['second'], ['U0ALEX'])]
    expect(routeWith(rules)).toEqual({
      channels: ['first'],
      mention: ['S0ONCALL'],
      rule: 'state failed',
      alone: true,
    })
  })

  test('a rule that does not fit is passed over', () => {
    expect(routeWith([rule({ state: ['available'] }, ['first']), rule({}, ['second'])]).channels).toEqual([
      'second',
    ])
  })

  test('a rule that names no channel keeps the channel of the state and adds its mention', () => {
    expect(routeWith([rule({}, [], ['here'])], { failed: 'broken', fallback: 'alerts' })).toEqual({
      channels: ['broken'],
      mention: ['here'],
      rule: 'every event',
      alone: true,
    })
  })

  test('a mention gives its reason: the name of its rule, else what the rule looks at', () => {
    const when = {
      state: ['failed' as const],
      name: ['a-*', 'payments-*'],
      tags: { Environment: 'production' },
    }
    const clauses = 'state failed, name a-* or payments-*, tag Environment=production'
    expect(routeWith([rule(when, [], ['here'])]).rule).toBe(clauses)
    expect(routeWith([{ ...rule(when, [], ['here']), name: 'production failures' }]).rule).toBe(
      'production failures',
    )
    expect(routeWith([rule(when)]).rule).toBeUndefined()
  })

  test('a channel that is named twice gets the event once', () => {
    expect(routeWith([rule({}, ['a', 'b', 'a'])]).channels).toEqual(['a', 'b'])
  })

  test.each<[string, Rule['when'], boolean]>([
    ['one of its states', { state: ['disabled', 'failed'] }, true],
    ['another state', { state: ['disabled'] }, false],
    ['the account', { account: ['123456789012'] }, true],
    ['a pattern of accounts', { account: ['1234*'] }, true],
    ['another account', { account: ['999999999999'] }, false],
    ['one of its regions', { region: ['us-east-1', 'eu-*'] }, true],
    ['another region', { region: ['us-*'] }, false],
    ['the name', { name: ['payments-*'] }, true],
    ['a name of other case', { name: ['PAYMENTS-*'] }, false],
    ['a tag', { tags: { Environment: 'production' } }, true],
    ['a pattern of a tag', { tags: { Environment: 'prod*' } }, true],
    ['a tag of another value', { tags: { Environment: 'staging' } }, false],
    ['a tag that the image lacks', { tags: { Team: '*' } }, false],
    ['a tag that is there and empty', { tags: { Empty: '*' } }, true],
    ['one tag of two', { tags: { Environment: 'production', Team: '*' } }, false],
    ['a tag named like something every object has', { tags: { toString: '*' } }, false],
    ['all clauses but one', { state: ['failed'], region: ['us-east-1'], name: ['*'] }, false],
  ])('a rule for %s', (_what, when, fits) => {
    expect(routeWith([rule(when)]).channels).toEqual([fits ? 'ruled' : 'alerts'])
  })

  test('EC2 says nothing of the image: a rule that asks for its name or tags does not fit', () => {
    const config = givenConfig({ rules: [rule({ name: ['*'] }), rule({ tags: { Team: '*' } })] })
    expect(decideRoute(config, givenEvent(), undefined).channels).toEqual(['ami-alerts'])
  })

  test('a failure stands alone in a burst, and whatever a rule wants so; nothing else', () => {
    const alone = (state: EventState, rules: Rule[]) =>
      decideRoute(givenConfig({ rules }), givenEvent({ state }), undefined).alone
    expect(alone('failed', [])).toBe(true)
    expect(alone('disabled', [])).toBe(false)
    expect(alone('disabled', [{ ...rule({}), always: 'card' }])).toBe(true)
  })

  test('a family has a channel of its own, which counts after the rules and before the state', () => {
    const families = { web: { name: ['web-*'], channel: 'web' }, api: { tags: { Team: 'api' } } }
    const channels = { failed: 'failures', fallback: 'alerts' }
    const routed = (rules: Rule[], facts: Parameters<typeof givenFacts>[0]) =>
      decideRoute(
        givenConfig({ channels, rules, families }),
        givenEvent({ state: 'failed' }),
        givenFacts(facts),
      ).channels
    expect(routed([], { name: 'web-1' })).toEqual(['web'])
    expect(routed([rule({}, [])], { name: 'web-1' })).toEqual(['web'])
    expect(routed([rule({}, ['ruled'])], { name: 'web-1' })).toEqual(['ruled'])
    expect(routed([], { name: 'kube-1', tags: { Team: 'api' } })).toEqual(['failures'])
    expect(routed([], { name: 'db-1' })).toEqual(['failures'])
  })

  test('a rule mutes: no channel, nobody is called', () => {
    expect(routeWith([{ ...rule({}, ['first'], ['here']), mute: true }])).toMatchObject({
      channels: [],
      mention: [],
    })
  })
})

describe('whether the facts of an image, which are not known, decide where its event goes', () => {
  const depends = (...when: Rule['when'][]) =>
    dependsOnFacts(givenConfig({ rules: when.map(one => rule(one)) }), givenEvent({ state: 'failed' }))

  test.each<[situation: string, when: Rule['when'][], expected: boolean]>([
    ['no rule', [], false],
    ['a rule that asks for nothing', [{}], false],
    ['a rule that asks for the name', [{ name: ['web-*'] }], true],
    ['a rule that asks for a tag', [{ tags: { Team: '*' } }], true],
    ['a rule with an empty list of tags', [{ tags: {} }], false],
    ['a rule for another state asks for the name', [{ state: ['disabled'], name: ['web-*'] }], false],
    ['a rule for its state asks for the name', [{ state: ['failed'], name: ['web-*'] }], true],
    ['a rule for another account asks for a tag', [{ account: ['9*'], tags: { Team: '*' } }], false],
    ['the first that fits asks for nothing, the second for the name', [{}, { name: ['web-*'] }], false],
    ['the first does not fit, the second asks for the name', [{ region: ['us-*'] }, { name: ['*'] }], true],
  ])('%s', (_situation, when, expected) => {
    expect(depends(...when)).toBe(expected)
  })

  test.each<[situation: string, rules: Rule[], expected: boolean]>([
    ['no rule', [], true],
    ['a rule that names a channel', [rule({}, ['ops'])], false],
    ['a rule that names none', [rule({}, [])], true],
    ['a rule that mutes', [{ ...rule({}), mute: true }], false],
    ['a rule for another state', [rule({ state: ['disabled'] }, ['ops'])], true],
  ])('where a family has a channel of its own: %s', (_situation, rules, expected) => {
    const families = { web: { name: ['web-*'], channel: 'web' } }
    expect(dependsOnFacts(givenConfig({ rules, families }), givenEvent({ state: 'failed' }))).toBe(expected)
    const without = givenConfig({ rules, families: { web: { name: ['web-*'] } } })
    expect(dependsOnFacts(without, givenEvent({ state: 'failed' }))).toBe(false)
  })

  const clauses = fc.record(
    {
      state: fc.subarray<EventState>(['failed', 'disabled'], { minLength: 1 }),
      region: fc.subarray(['eu-*', 'us-*'], { minLength: 1 }),
      name: fc.subarray(['web-*', 'api-*'], { minLength: 1 }),
      tags: fc.dictionary(fc.constantFrom('Team', 'Stage'), fc.constantFrom('*', 'a')),
    },
    { requiredKeys: [] },
  )

  test('where they do not, the event goes to the same place whatever they are', () => {
    const facts = fc.record({
      name: fc.constantFrom('web-1', 'api-1', 'db-1'),
      tags: fc.dictionary(fc.constantFrom('Team', 'Stage'), fc.constantFrom('a', 'b')),
    })
    fc.assert(
      fc.property(fc.array(clauses, { maxLength: 4 }), facts, (when, special) => {
        const config = givenConfig({ rules: when.map((one, index) => rule(one, [`channel-${index}`])) })
        const event = givenEvent({ state: 'failed' })
        fc.pre(!dependsOnFacts(config, event))
        expect(decideRoute(config, event, givenFacts(special))).toEqual(decideRoute(config, event, undefined))
      }),
    )
  })
})

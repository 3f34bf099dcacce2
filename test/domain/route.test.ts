import type { Config, Rule } from '../../src/domain/config.ts'
import type { EventState } from '../../src/domain/event.ts'
import { decideRoute } from '../../src/domain/route.ts'
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

describe('where an event is told', () => {
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
    expect(routeWith(rules)).toEqual({ channels: ['first'], mention: ['S0ONCALL'], alone: true })
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
      alone: true,
    })
  })

  test('a channel that is named twice is told once', () => {
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
      decideRoute({ channels: { fallback: 'alerts' }, rules }, givenEvent({ state }), undefined).alone
    expect(alone('failed', [])).toBe(true)
    expect(alone('disabled', [])).toBe(false)
    expect(alone('disabled', [{ ...rule({}), always: 'card' }])).toBe(true)
  })

  test('a rule mutes: no channel, nobody is called', () => {
    expect(routeWith([{ ...rule({}, ['first'], ['here']), mute: true }])).toMatchObject({
      channels: [],
      mention: [],
    })
  })
})

import { goldenProblems } from '../../blocks/golden-health.ts'
import type { AliasTrouble } from '../../src/domain/alias-health.ts'

const NETWORK = { account: '205306054998', region: 'us-east-1' }
const LOGS = { account: '793635510922', region: 'us-east-1' }

const unread = (
  family: string,
  alias: string,
  places = [NETWORK, LOGS],
  why = 'AccessDenied',
): AliasTrouble => ({
  kind: 'unread',
  family,
  alias,
  places,
  why,
})
const problems = (...troubles: AliasTrouble[]) =>
  goldenProblems({
    aliases: { aliases: troubles.length, places: 2, unread: 0, troubles },
    public: [],
    nameOf: id => (id === NETWORK.account ? 'network' : id),
  })

test('aliases that cannot be read in the same places, for the same reason, are one problem', () => {
  expect(
    problems(unread('web', 'dev'), unread('web', 'prod'), unread('web', 'test'), unread('db', 'prod')).map(
      ({ what }) => what,
    ),
  ).toEqual([
    'The aliases dev, prod and test of web and prod of db couldn’t be read in network us-east-1, 793635510922 us-east-1 (`AccessDenied`).',
  ])
  expect(problems(unread('web', 'dev'))).toEqual([
    {
      what: 'The alias dev of web couldn’t be read in network us-east-1, 793635510922 us-east-1 (`AccessDenied`).',
      todo: 'check that amiops’s reader role there can be assumed, and has the permission ssm:GetParameters.',
    },
  ])
})

test.each([
  ['AccessDenied', /ssm:GetParameters/],
  ['TimeoutError', /health page/],
  ['AbortError', /health page/],
  ['ThrottlingException', /^nothing: AWS throttles/],
])('what to do about aliases that end with %s', (why, todo) => {
  expect(problems(unread('web', 'dev', [NETWORK], why))).toMatchObject([
    { todo: expect.stringMatching(todo) },
  ])
})

test('other places or another reason are another problem; what is wrong with an alias itself comes first', () => {
  const step: AliasTrouble = {
    kind: 'out-of-step',
    family: 'web',
    alias: 'dev',
    builds: [
      { name: 'web-1', places: 2 },
      { name: 'web-2', places: 1 },
    ],
  }
  const all = problems(
    unread('web', 'dev'),
    unread('web', 'prod', [NETWORK]),
    unread('db', 'dev', [NETWORK, LOGS], 'TimeoutError'),
    step,
  )
  expect(all.map(({ what }) => what.split(':')[0])).toEqual([
    'The alias dev of web is out of step',
    expect.stringMatching(/^The alias dev of web couldn’t be read in network/),
    expect.stringMatching(/^The alias prod of web couldn’t be read in network us-east-1 \(/),
    expect.stringMatching(/^The alias dev of db .*TimeoutError/),
  ])
})

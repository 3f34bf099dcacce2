import {
  accountWords,
  agoWords,
  consoleUrl,
  durationWords,
  personWords,
  STATE_WORDS,
  stateWords,
  timeWords,
  utcWords,
} from '../../blocks/words.ts'
import { IMAGE, MARIA, NOON_MS } from '../domain/given.ts'

test('no two states have the same word, and none is told by colour alone', () => {
  const words = Object.values(STATE_WORDS).map(({ word }) => word)
  expect(new Set(words).size).toBe(words.length)
  expect(stateWords('disabled')).toBe('🟡 Disabled')
  expect(stateWords(undefined)).toBe('⚪ Unknown')
})

test.each([
  [-5_000, 'under a second'],
  [499, 'under a second'],
  [500, '1 s'],
  [3_000, '3 s'],
  [119_000, '119 s'],
  [120_000, '2 min'],
  [119 * 60_000, '119 min'],
  [120 * 60_000, '2 h'],
  [47 * 3_600_000, '47 h'],
  [48 * 3_600_000, '2 days'],
  [12 * 86_400_000, '12 days'],
])('%d ms are %s', (ms, words) => {
  expect(durationWords(ms)).toBe(words)
})

describe('a time', () => {
  test('in plain words says its zone', () => {
    expect(utcWords(NOON_MS)).toBe('2026-11-05 12:00 UTC')
  })

  test('for Slack holds whole seconds and, for programs that cannot draw it, the plain words', () => {
    expect(timeWords(NOON_MS + 999)).toBe(
      `<!date^${NOON_MS / 1000}^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>`,
    )
    expect(agoWords(NOON_MS + 999)).toBe(`<!date^${NOON_MS / 1000}^{ago}|2026-11-05 12:00 UTC>`)
  })
})

describe('a person', () => {
  test('is mentioned where that pings nobody', () => {
    expect(personWords(MARIA, 'mention')).toBe('<@U0MARIA>')
  })

  test('is named where a mention would ping', () => {
    expect(personWords(MARIA, 'name')).toBe('@maria')
  })

  test('without a name is shown by id', () => {
    expect(personWords({ userId: 'U0MARIA', workspaceId: 'T0HOME' }, 'name')).toBe('@U0MARIA')
  })

  test.each(['channel', '!channel', 'U0MARIA> <!here', 'S0ONCALL', ''])(
    'whose id is %p is never put between brackets',
    userId => {
      expect(personWords({ ...MARIA, userId }, 'mention')).toBe('@maria')
    },
  )

  test('whose name is markup is shown as it is', () => {
    expect(personWords({ ...MARIA, name: '<!here>' }, 'name')).toBe('@&lt;!here&gt;')
  })
})

test('an account is known by its alias and id, or by its id alone', () => {
  expect(accountWords('123456789012', 'production')).toBe('production (123456789012)')
  expect(accountWords('123456789012', '123456789012')).toBe('123456789012')
})

test.each([
  ['eu-west-1', 'https://eu-west-1.console.aws.amazon.com/'],
  ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn/'],
  ['us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com/'],
  ['eusc-de-east-1', 'https://eusc-de-east-1.console.amazonaws-eusc.eu/'],
])('the console of %s', (region, host) => {
  expect(consoleUrl({ ...IMAGE, region })).toBe(
    `${host}ec2/home?region=${region}#ImageDetails:imageId=${IMAGE.imageId}`,
  )
})

test('a partition whose console has no published address has no link', () => {
  expect(consoleUrl({ ...IMAGE, region: 'us-iso-east-1' })).toBeUndefined()
})

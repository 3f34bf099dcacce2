import fc from 'fast-check'
import { type Command, parseCommand, VERBS } from '../../src/domain/command.ts'

const ALIASES = new Map([['production', '123456789012']])
const parse = (text: string): Command => parseCommand(text, ALIASES)

describe('what was typed behind /ami', () => {
  test.each<[string, Command]>([
    ['', { verb: 'help' }],
    ['   ', { verb: 'help' }],
    ['help', { verb: 'help' }],
    ['HELP me', { verb: 'help' }],
    ['status', { verb: 'of-what', asked: 'status' }],
    ['status ""', { verb: 'of-what', asked: 'status' }],
    ['history', { verb: 'of-what', asked: 'history' }],
    ['history ami-1 eu-west-1', { verb: 'history', target: 'ami-1', region: 'eu-west-1' }],
    ['histroy ami-1', { verb: 'unknown', typed: 'histroy', nearest: 'history' }],
    ['status ami-1', { verb: 'status', target: 'ami-1' }],
    ['STATUS ami-1', { verb: 'status', target: 'ami-1' }],
    ['  status \t ami-1  ', { verb: 'status', target: 'ami-1' }],
    ['status ami-1 eu-west-1', { verb: 'status', target: 'ami-1', region: 'eu-west-1' }],
    ['status ami-1 eusc-de-east-1', { verb: 'status', target: 'ami-1', region: 'eusc-de-east-1' }],
    ['status ami-1 us-gov-west-1', { verb: 'status', target: 'ami-1', region: 'us-gov-west-1' }],
    ['status ami-1 999999999999', { verb: 'status', target: 'ami-1', account: '999999999999' }],
    ['status ami-1 production', { verb: 'status', target: 'ami-1', account: '123456789012' }],
    [
      'status ami-1 production eu-west-1',
      { verb: 'status', target: 'ami-1', region: 'eu-west-1', account: '123456789012' },
    ],
    [
      'status ami-1 eu-west-1 production',
      { verb: 'status', target: 'ami-1', region: 'eu-west-1', account: '123456789012' },
    ],
    ['status production', { verb: 'status', target: 'production' }],
    ['status eu-west-1', { verb: 'status', target: 'eu-west-1' }],
    ['status payments base', { verb: 'status', target: 'payments base' }],
    ['status "payments base" eu-west-1', { verb: 'status', target: 'payments base', region: 'eu-west-1' }],
    ['status “payments base”', { verb: 'status', target: 'payments base' }],
    ['status payments-*', { verb: 'status', target: 'payments-*' }],
    ['stauts ami-1', { verb: 'unknown', typed: 'stauts', nearest: 'status' }],
    ['Hlp', { verb: 'unknown', typed: 'Hlp', nearest: 'help' }],
    ['statusses', { verb: 'unknown', typed: 'statusses' }],
    ['deregister ami-1', { verb: 'unknown', typed: 'deregister' }],
    ['ami-1', { verb: 'unknown', typed: 'ami-1' }],
    ['hi', { verb: 'unknown', typed: 'hi' }],
  ])('%p', (text, expected) => {
    expect(parse(text)).toEqual(expected)
  })

  test('of a text of a megabyte only the first thousand characters are read', () => {
    const command = parse(`status ${'a'.repeat(1_000_000)}`)
    expect(command).toEqual({ verb: 'status', target: 'a'.repeat(993) })
  })

  test('whatever is typed is understood, asked back or answered with help', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: 'binary' }).map(rest => `status ${rest}`),
        ),
        text => {
          const command = parse(text)
          if (command.verb === 'status') expect(command.target.trim()).not.toBe('')
          if (command.verb === 'unknown' && command.nearest) expect(VERBS).toContain(command.nearest)
        },
      ),
    )
  })

  test('a verb with one letter wrong is recognised', () => {
    fc.assert(
      fc.property(fc.constantFrom(...VERBS), fc.nat(), fc.constantFrom('x', ''), (verb, at, instead) => {
        const place = at % verb.length
        const typed = verb.slice(0, place) + instead + verb.slice(place + 1)
        expect(parse(typed)).toEqual({ verb: 'unknown', typed, nearest: verb })
      }),
    )
  })
})

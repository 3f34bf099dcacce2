import {
  actions,
  type ButtonWords,
  button,
  type ConfirmWords,
  confirm,
  context,
  fields,
  type OptionWords,
  overflow,
  quote,
  richText,
  section,
} from '../../blocks/elements.ts'
import { ImpossibleBlock } from '../../blocks/limits.ts'

const letters = (length: number): string => 'x'.repeat(length)
const times = (length: number): string[] => Array.from({ length }, (_, i) => `x${i}`)

const BUTTON: ButtonWords = { actionId: 'enable', text: 'Enable', label: 'Enable ami-1' }
const CONFIRM: ConfirmWords = { title: 'Sure?', text: 'It is launched.', confirm: 'Yes', deny: 'No' }
const OPTION: OptionWords = { text: 'Details', value: 'details' }

const buttonWith = (special: Partial<ButtonWords>) => button({ ...BUTTON, ...special })
const confirmWith = (special: Partial<ConfirmWords>) => confirm({ ...CONFIRM, ...special })
const optionWith = (special: Partial<OptionWords>) => overflow('more', [{ ...OPTION, ...special }])

const LIMITS: [string, number, (size: number) => unknown][] = [
  ['a section’s characters', 3000, n => section(letters(n))],
  ['a section’s fields', 10, n => fields(times(n))],
  ['a field’s characters', 2000, n => fields([letters(n)])],
  ['a context’s texts', 10, n => context(...times(n))],
  ['a context’s characters', 3000, n => context(letters(n))],
  ['a quote’s characters', 3000, n => quote(letters(n))],
  ['a rich text’s elements', 100, n => richText(...times(n).map(text => ({ type: 'text' as const, text })))],
  ['a block’s buttons', 25, n => actions(...times(n).map(actionId => buttonWith({ actionId })))],
  ['an action_id’s characters', 255, n => buttonWith({ actionId: letters(n) })],
  ['a button’s characters', 75, n => buttonWith({ text: letters(n) })],
  ['an accessibility_label’s characters', 75, n => buttonWith({ label: letters(n) })],
  ['a button’s value’s characters', 2000, n => buttonWith({ value: letters(n) })],
  ['a button’s url’s characters', 3000, n => buttonWith({ url: letters(n) })],
  ['a confirm’s title’s characters', 100, n => confirmWith({ title: letters(n) })],
  ['a confirm’s text’s characters', 300, n => confirmWith({ text: letters(n) })],
  ['a confirm’s yes’s characters', 30, n => confirmWith({ confirm: letters(n) })],
  ['a confirm’s no’s characters', 30, n => confirmWith({ deny: letters(n) })],
  [
    'an overflow’s options',
    5,
    n =>
      overflow(
        'more',
        times(n).map(text => ({ text, value: text })),
      ),
  ],
  ['an overflow’s action_id’s characters', 255, n => overflow(letters(n), [OPTION])],
  ['an option’s characters', 75, n => optionWith({ text: letters(n) })],
  ['an option’s value’s characters', 75, n => optionWith({ value: letters(n) })],
  ['an option’s url’s characters', 3000, n => optionWith({ url: letters(n) })],
]

for (const [what, max, build] of LIMITS)
  describe(`${what}: at most ${max}`, () => {
    test(`${max} are taken`, () => {
      expect(() => build(max)).not.toThrow()
    })

    test(`${max + 1} are refused, with both numbers`, () => {
      expect(() => build(max + 1)).toThrow(ImpossibleBlock)
      expect(() => build(max + 1)).toThrow(new RegExp(`1 to ${max}\\b.*got ${max + 1}\\.$`))
    })

    test('none at all is refused', () => {
      expect(() => build(0)).toThrow(ImpossibleBlock)
    })
  })

test('one action_id for two buttons of a block is refused, and named', () => {
  expect(() => actions(buttonWith({}), buttonWith({ text: 'Again' }))).toThrow(
    new ImpossibleBlock('Expected each action_id once in a block, got enable twice.'),
  )
})

test('a confirm that is too long is refused with the button that carries it', () => {
  expect(() => buttonWith({ confirm: { ...CONFIRM, text: letters(301) } })).toThrow(ImpossibleBlock)
})

test('Slack may find no link and no emoji by itself', () => {
  expect(section('#general')).toEqual({
    type: 'section',
    text: { type: 'mrkdwn', text: '#general', verbatim: true },
  })
  expect(buttonWith({ text: ':fire:' }).text).toEqual({ type: 'plain_text', text: ':fire:', emoji: false })
})

test('a button holds what it was given and nothing empty', () => {
  expect(buttonWith({})).toEqual({
    type: 'button',
    action_id: 'enable',
    text: { type: 'plain_text', text: 'Enable', emoji: false },
    accessibility_label: 'Enable ami-1',
  })
  expect(buttonWith({ value: 'v', url: 'https://x', style: 'danger', confirm: CONFIRM })).toMatchObject({
    value: 'v',
    url: 'https://x',
    style: 'danger',
    confirm: { title: { text: 'Sure?' }, text: { text: 'It is launched.' } },
  })
})

test('an option that is a link keeps its address', () => {
  expect(optionWith({ url: 'https://x' }).options).toEqual([
    { text: { type: 'plain_text', text: 'Details', emoji: false }, value: 'details', url: 'https://x' },
  ])
})

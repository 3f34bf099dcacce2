import {
  bareOf,
  commandWords,
  nameOf,
  textOf,
  typedAction,
  verbAndRest,
  withoutAudience,
} from '../../src/domain/command-words.ts'

const word = (text: string, isQuoted = false) => ({ text, isQuoted }) as Parameters<typeof nameOf>[0]

test('a word without the signs around it', () => {
  expect(bareOf('((us-east-1)),')).toBe('us-east-1')
  expect(bareOf('…')).toBe('')
})

test('a name without commas around it, but what is quoted stays as it is', () => {
  expect(nameOf(word(',;web,1;:'))).toBe('web,1')
  expect(nameOf(word('web-1,,'))).toBe('web-1')
  expect(nameOf(word(',web,', true))).toBe(',web,')
})

test('the command itself is left out where somebody has pasted it, unless it is alone', () => {
  expect(commandWords('/ami status web-1').map(({ text }) => text)).toEqual(['status', 'web-1'])
  expect(commandWords('/ami').map(({ text }) => text)).toEqual(['/ami'])
  expect(commandWords('')).toEqual([])
})

test('words as they can be typed again', () => {
  expect(textOf([word('web 1', true), word('prod'), word('', true)])).toBe('"web 1" prod')
  expect(textOf([])).toBe('')
})

test('the verb and what follows it', () => {
  expect(verbAndRest('Disable, "web 1"')).toEqual({ verb: 'disable', rest: '"web 1"' })
  expect(verbAndRest('web-1')).toBeUndefined()
  expect(verbAndRest('')).toBeUndefined()
})

test('the action of a verb that opens a form', () => {
  expect(typedAction('disable web-1')).toBe('disable')
  expect(typedAction('share web-1')).toBe('share')
  expect(typedAction('promote web-1 prod')).toBe('promote')
  expect(typedAction('status web-1')).toBeUndefined()
  expect(typedAction('web-1')).toBeUndefined()
  expect(typedAction('')).toBeUndefined()
})

describe('the audience of a share command', () => {
  const AUDIENCES = ['workloads', 'all workloads', 'Partners']
  const of = (text: string) => withoutAudience(text, AUDIENCES)

  test('its name comes last, in any capitals, quoted or not; of two that fit the longer one', () => {
    expect(of('share-with web-1 workloads')).toEqual({ text: 'share-with web-1', audience: 'workloads' })
    expect(of('share-with web-1 PARTNERS')).toEqual({ text: 'share-with web-1', audience: 'Partners' })
    expect(of('share-with web-1 all workloads')).toEqual({
      text: 'share-with web-1',
      audience: 'all workloads',
    })
    expect(of('share-with web-1 "All workloads"')).toEqual({
      text: 'share-with web-1',
      audience: 'all workloads',
    })
  })

  test('without one the text stays', () => {
    expect(of('share-with web-1')).toEqual({ text: 'share-with web-1' })
    expect(of('share-with myworkloads')).toEqual({ text: 'share-with myworkloads' })
    expect(of('disable web-1 workloads')).toEqual({ text: 'disable web-1 workloads' })
    expect(of('')).toEqual({ text: '' })
  })
})

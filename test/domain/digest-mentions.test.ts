import { mentionsOf, withRules } from '../../src/domain/digest-mentions.ts'

const rule = (name: string, ...who: string[]) => ({ rule: name, who })

test('a rule that calls in several batches is named once, with all whom it calls', () => {
  expect(withRules([rule('failures', 'S0ONCALL')], [rule('failures', 'S0ONCALL', 'U0ALEX')])).toEqual([
    rule('failures', 'S0ONCALL', 'U0ALEX'),
  ])
})

test('five rules are kept; of those, one goes on taking whom it calls', () => {
  const five = ['a', 'b', 'c', 'd', 'e'].map(name => rule(name, `U0${name}`))
  expect(withRules(five.slice(0, 4), five.slice(4))).toEqual(five)
  expect(withRules(five, [rule('f', 'U0F'), rule('e', 'U0G')])).toEqual([
    ...five.slice(0, 4),
    rule('e', 'U0e', 'U0G'),
  ])
})

test('only those who are called are named, each with the first rule that calls them', () => {
  const rules = [rule('failures', 'S0ONCALL', 'U0ALEX'), rule('production', 'S0ONCALL', 'U0SAM')]
  expect(mentionsOf(rules, ['U0SAM', 'S0ONCALL'])).toEqual([
    rule('failures', 'S0ONCALL'),
    rule('production', 'U0SAM'),
  ])
})

test('whom no known rule calls is named without one', () => {
  expect(mentionsOf([rule('failures', 'S0ONCALL')], ['U0ALEX', 'S0ONCALL'])).toEqual([
    rule('failures', 'S0ONCALL'),
    rule('', 'U0ALEX'),
  ])
  expect(mentionsOf([], [])).toEqual([])
})

import { ACTION_RULES, ACTIONS, actionsFor, isAction } from '../../src/domain/actions.ts'
import { EVENT_STATES } from '../../src/domain/event.ts'
import type { ImageState } from '../../src/domain/image.ts'

describe('what may be done with an image', () => {
  test.each<[ImageState, string[]]>([
    ['available', ['disable', 'deregister']],
    ['disabled', ['enable', 'deregister']],
    ['failed', ['deregister']],
    ['deregistered', []],
    ['pending', []],
    ['transient', []],
    ['invalid', []],
    ['error', []],
  ])('an image that is %s', (state, expected) => {
    expect(actionsFor(state)).toEqual(expected)
  })

  test('each action is the EC2 call of its name and ends in a state that EC2 announces', () => {
    for (const action of ACTIONS) {
      expect(ACTION_RULES[action].call.toLowerCase()).toBe(`${action}image`)
      expect(EVENT_STATES).toContain(ACTION_RULES[action].becomes)
    }
  })

  test('no action is offered for an image that is already where it leads', () => {
    for (const action of ACTIONS)
      expect(ACTION_RULES[action].from).not.toContain(ACTION_RULES[action].becomes)
  })

  test.each(['Enable', 'constructor', 'history', '', undefined, 7, ['enable']])(
    '%p is no action',
    something => {
      expect(isAction(something)).toBe(false)
    },
  )
})

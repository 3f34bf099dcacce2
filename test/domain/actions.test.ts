import { ACTION_RULES, isAction } from '../../src/domain/actions.ts'
import { availableActionsOf, isPossible, offeredActionsOf } from '../../src/domain/available-actions.ts'
import { EVENT_STATES } from '../../src/domain/event.ts'
import type { ImageState } from '../../src/domain/image.ts'
import { NOBODY } from '../../src/domain/sharing.ts'
import { givenFacts, givenRecord } from './given.ts'

describe('what may be done with an image', () => {
  test.each<[ImageState, string[]]>([
    ['available', ['disable', 'deregister', 'retire']],
    ['disabled', ['enable', 'deregister']],
    ['failed', ['deregister']],
    ['deregistered', []],
    ['pending', []],
    ['transient', []],
    ['invalid', []],
    ['error', []],
  ])('an image that is %s', (state, expected) => {
    expect(availableActionsOf(givenRecord({ observedState: { state, atMs: 0 } }))).toEqual(expected)
  })

  test('an action that restores something is offered where there is something to restore', () => {
    const savedPermissions = { ...NOBODY, accounts: ['111122223333'] }
    const available = givenRecord({ observedState: { state: 'available', atMs: 0 }, savedPermissions })
    expect(availableActionsOf(available)).toEqual(['disable', 'deregister', 'share', 'retire'])
    expect(availableActionsOf({ ...available, observedState: { state: 'disabled', atMs: 0 } })).toEqual([
      'enable',
      'deregister',
    ])
    const gone = givenRecord({
      observedState: { state: 'deregistered', atMs: 0 },
      recycled: { untilMs: 1 },
      savedPermissions,
    })
    expect(availableActionsOf(gone)).toEqual(['restore'])
  })

  test('Make private is offered of a public image, or of one with an alert, where the config lists it', () => {
    const facts = givenFacts({ public: true })
    const alert = {
      id: 'call/1',
      atMs: 0,
      to: { ...NOBODY, accounts: ['111122223333'] },
      publicAccess: 'allowed' as const,
      channelId: 'C1',
      ts: '1.1',
      shownRev: 0,
    }
    const exposed = givenRecord({ facts: givenFacts(), alerts: [alert] })
    for (const record of [givenRecord({ facts }), exposed]) {
      expect(availableActionsOf(record)).toContain('makePrivate')
      expect(offeredActionsOf({ actions: {}, audiences: {} }, record)).toEqual(['disable', 'deregister'])
      expect(
        offeredActionsOf({ actions: { makePrivate: { roles: ['operator'] } }, audiences: {} }, record),
      ).toEqual(['disable', 'deregister', 'makePrivate'])
    }
    const over = givenRecord({ facts: givenFacts(), alerts: [{ ...alert, over: { atMs: 1, rev: 1 } }] })
    expect(availableActionsOf(over)).toEqual(['disable', 'deregister', 'retire'])
    expect(availableActionsOf({ ...exposed, observedState: { state: 'disabled', atMs: 0 } })).toEqual([
      'enable',
      'deregister',
    ])
  })

  test('whether Make private is possible does not depend on what the record says of the access', () => {
    const record = givenRecord({ facts: givenFacts() })
    expect(isPossible('makePrivate', record)).toBe(true)
    expect(isPossible('share', record)).toBe(false)
    expect(isPossible('makePrivate', { ...record, observedState: { state: 'disabled', atMs: 0 } })).toBe(
      false,
    )
  })

  test('EC2 does not deregister what AWS Backup keeps, so it is not offered', () => {
    const facts = givenFacts({ state: 'available', ownerAlias: 'aws-backup-vault' })
    expect(availableActionsOf(givenRecord({ facts }))).toEqual(['disable', 'retire'])
  })

  test('each action is the EC2 call of its name and ends in a state that EC2 announces', () => {
    for (const action of ['enable', 'disable', 'deregister'] as const) {
      expect(ACTION_RULES[action].call.toLowerCase()).toBe(`${action}image`)
      expect(EVENT_STATES).toEqual(expect.arrayContaining([...ACTION_RULES[action].becomes]))
    }
  })

  test('no action is offered for an image that is already where it leads', () => {
    for (const { from, becomes } of Object.values(ACTION_RULES))
      expect(becomes.filter(state => from.includes(state))).toEqual([])
  })

  test.each(['Enable', 'constructor', 'history', '', undefined, 7, ['enable']])(
    '%p is no action',
    something => {
      expect(isAction(something)).toBe(false)
    },
  )
})

import type { CloudTrailCall, SharingChange } from '../../src/domain/cloud-trail-call.ts'
import { decideExposure, exposedTo } from '../../src/domain/exposure.ts'
import { NOBODY, type Sharing } from '../../src/domain/sharing.ts'
import { givenConfig, IMAGE, NOON_MS } from './given.ts'

const ORGANIZATION = 'arn:aws:organizations::111122223333:organization/o-abc'
const UNIT = 'arn:aws:organizations::111122223333:ou/o-abc/ou-1'
const LISTED = '222233334444'
const STRANGER = '999999999999'
const config = givenConfig({ accounts: [{ id: LISTED, regions: ['eu-west-1'] }] })

const call = (special: Partial<CloudTrailCall>): CloudTrailCall => ({
  ...IMAGE,
  id: 'call/1',
  call: 'ModifyImageAttribute',
  atMs: NOON_MS,
  principal: { kind: 'user', name: 'ops' },
  ...special,
})
const exposedBy = (added: SharingChange['added']) =>
  decideExposure(config, call({ sharing: { added, removed: [] } }))

describe('whom a call opened an image to', () => {
  test.each<[whom: string, added: string[], exposure: Partial<Sharing>]>([
    ['everybody', ['all'], { isPublic: true }],
    ['an organization', [ORGANIZATION], { organizations: [ORGANIZATION] }],
    ['a unit of one', [UNIT], { organizationalUnits: [UNIT] }],
    ['an account that the config does not list', [STRANGER], { accounts: [STRANGER] }],
    ['of several accounts the one that it does not list', [LISTED, STRANGER], { accounts: [STRANGER] }],
    [
      'all of them at once',
      [STRANGER, UNIT, 'all', ORGANIZATION],
      { isPublic: true, organizations: [ORGANIZATION], organizationalUnits: [UNIT], accounts: [STRANGER] },
    ],
  ])('%s', (_whom, added, exposure) => {
    expect(exposedBy(added)).toEqual({ ...NOBODY, ...exposure })
  })
})

test('whom the audiences name is known: accounts, units and organizations', () => {
  const audiences = {
    all: { accounts: ['888888888888'], ous: [UNIT], organization: ORGANIZATION },
    none: { accounts: [], ous: [] },
  }
  const other = 'arn:aws:organizations::111122223333:organization/o-xyz'
  const sharing = {
    isPublic: true,
    accounts: ['888888888888', LISTED, STRANGER],
    organizations: [other, ORGANIZATION],
    organizationalUnits: [UNIT],
  }
  expect(exposedTo({ ...config, audiences }, IMAGE.account, sharing)).toEqual({
    isPublic: true,
    accounts: [STRANGER],
    organizations: [other],
    organizationalUnits: [],
  })
})

describe('nobody has to hear of', () => {
  test('an account of the config, or the own one', () => {
    expect(exposedBy([LISTED, IMAGE.account])).toBeUndefined()
  })

  test('a call that took access away, or did not share', () => {
    expect(
      decideExposure(config, call({ sharing: { added: [], removed: [STRANGER, 'all'] } })),
    ).toBeUndefined()
    expect(decideExposure(config, call({}))).toBeUndefined()
  })

  test('a call that EC2 refused', () => {
    const refused = call({ sharing: { added: ['all'], removed: [] }, errorCode: 'UnauthorizedOperation' })
    expect(decideExposure(config, refused)).toBeUndefined()
  })
})

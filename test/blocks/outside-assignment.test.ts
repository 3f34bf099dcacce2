import { type OutsideAssignmentView, renderOutsideAssignment } from '../../blocks/outside-assignment.ts'
import type { Assignment } from '../../src/domain/alias.ts'
import { IMAGE, NOON_MS } from '../domain/given.ts'
import { drawn } from './drawn.ts'

const OLD = { imageId: 'ami-00000000000000001', name: 'payments-base-1' }
const NEW = { imageId: 'ami-00000000000000002', name: 'payments-base-2' }

/** Sam set prod of payments-base from the first image to the second one. */
const assignment = (special: Partial<Assignment>, without?: 'from' | 'to'): Assignment => {
  const all: Assignment = {
    id: 'event-1',
    atMs: NOON_MS,
    account: IMAGE.account,
    region: IMAGE.region,
    family: 'payments-base',
    alias: 'prod',
    parameter: '/amis/payments-base/prod',
    change: 'outside',
    outcome: 'confirmed',
    from: OLD,
    to: NEW,
    principal: { kind: 'user', name: 'sam', userAgent: 'aws-cli/2', sourceIp: '203.0.113.7' },
    version: 7,
    ...special,
  }
  if (without) delete all[without]
  return all
}
const view = (one: Assignment, special: Partial<OutsideAssignmentView> = {}): OutsideAssignmentView => ({
  assignment: one,
  accountName: 'production',
  canRollBack: true,
  ...special,
})

test.each<[string, () => OutsideAssignmentView, string[]]>([
  [
    'changed by somebody',
    () => view(assignment({})),
    [
      '📌 *prod* of payments-base in *production eu-west-1* was changed outside amiops: it now names `payments-base-2` (`ami-00000000000000002`)\nBefore: `payments-base-1` (`ami-00000000000000001`)',
      'By IAM user `sam` with the AWS CLI from `203.0.113.7` · parameter version 7 · <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
      '[Roll back…] Roll back prod of payments-base in production eu-west-1 -> plan-rollback payments-base|prod|123456789012/eu-west-1',
    ],
  ],
  [
    'the config has no roll back, and it is in another channel',
    () => view(assignment({}), { canRollBack: false, notice: 'Meant for #web' }),
    [
      '📌 *prod* of payments-base in *production eu-west-1* was changed outside amiops: it now names `payments-base-2` (`ami-00000000000000002`)\nBefore: `payments-base-1` (`ami-00000000000000001`)',
      'By IAM user `sam` with the AWS CLI from `203.0.113.7` · parameter version 7 · <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
      'Meant for #web',
    ],
  ],
  [
    'set for the first time',
    () => view(assignment({}, 'from')),
    [
      '📌 *prod* of payments-base in *production eu-west-1* was changed outside amiops: it now names `payments-base-2` (`ami-00000000000000002`)',
      'By IAM user `sam` with the AWS CLI from `203.0.113.7` · parameter version 7 · <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
    ],
  ],
  [
    'deleted',
    () => view(assignment({}, 'to')),
    [
      '⚠️ *prod* of payments-base in *production eu-west-1* was deleted outside amiops\nBefore: `payments-base-1` (`ami-00000000000000001`)',
      'Launches through `/amis/payments-base/prod` fail. Promote an image to prod to create it again.',
      'By IAM user `sam` with the AWS CLI from `203.0.113.7` · parameter version 7 · <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
    ],
  ],
  [
    'an image without a name',
    () => view(assignment({ to: { imageId: NEW.imageId }, from: { imageId: OLD.imageId } })),
    [
      '📌 *prod* of payments-base in *production eu-west-1* was changed outside amiops: it now names `ami-00000000000000002`\nBefore: `ami-00000000000000001`',
      'By IAM user `sam` with the AWS CLI from `203.0.113.7` · parameter version 7 · <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
      '[Roll back…] Roll back prod of payments-base in production eu-west-1 -> plan-rollback payments-base|prod|123456789012/eu-west-1',
    ],
  ],
  [
    'no id of an image',
    () => view(assignment({ to: { imageId: 'ami-latest' } })),
    [
      '⚠️ *prod* of payments-base in *production eu-west-1* was changed outside amiops: it now names `ami-latest`\nBefore: `payments-base-1` (`ami-00000000000000001`)',
      'That is not an image id: launches through `/amis/payments-base/prod` fail.',
      'By IAM user `sam` with the AWS CLI from `203.0.113.7` · parameter version 7 · <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
      '[Roll back…] Roll back prod of payments-base in production eu-west-1 -> plan-rollback payments-base|prod|123456789012/eu-west-1',
    ],
  ],
  [
    'an id that is too long',
    () => view(assignment({ to: { imageId: `${NEW.imageId}0` } })),
    [
      '⚠️ *prod* of payments-base in *production eu-west-1* was changed outside amiops: it now names `ami-000000000000000020`\nBefore: `payments-base-1` (`ami-00000000000000001`)',
      'That is not an image id: launches through `/amis/payments-base/prod` fail.',
      'By IAM user `sam` with the AWS CLI from `203.0.113.7` · parameter version 7 · <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
      '[Roll back…] Roll back prod of payments-base in production eu-west-1 -> plan-rollback payments-base|prod|123456789012/eu-west-1',
    ],
  ],
  [
    'an id with something before it',
    () => view(assignment({ to: { imageId: `x${NEW.imageId}` } })),
    [
      '⚠️ *prod* of payments-base in *production eu-west-1* was changed outside amiops: it now names `xami-00000000000000002`\nBefore: `payments-base-1` (`ami-00000000000000001`)',
      'That is not an image id: launches through `/amis/payments-base/prod` fail.',
      'By IAM user `sam` with the AWS CLI from `203.0.113.7` · parameter version 7 · <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
      '[Roll back…] Roll back prod of payments-base in production eu-west-1 -> plan-rollback payments-base|prod|123456789012/eu-west-1',
    ],
  ],
])('%s', (_name, given, blocks) => {
  expect(drawn(renderOutsideAssignment(given()))).toEqual(blocks)
})

test('who did it, as far as it is known', () => {
  const { principal: _principal, version: _version, ...unknown } = assignment({ seenLate: true })
  expect(drawn(renderOutsideAssignment(view(unknown)))[1]).toBe(
    'Detected by reconciliation (no event from AWS) · <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
  )
  const fromStore = assignment({ principal: { kind: 'role', name: 'ci', session: 'run-7' } })
  expect(drawn(renderOutsideAssignment(view(fromStore)))[1]).toBe(
    'By role `ci` (session `run-7`) · parameter version 7 · <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
  )
  const byService = assignment({
    principal: { kind: 'role', name: 'ci', via: 'cloudformation.amazonaws.com' },
  })
  expect(drawn(renderOutsideAssignment(view(byService)))[1]).toBe(
    'By CloudFormation, in the name of role `ci` · parameter version 7 · <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
  )
})

test('in words', () => {
  expect(renderOutsideAssignment(view(assignment({}))).text).toBe(
    '📌 prod of payments-base in production eu-west-1 was changed outside amiops: it now names `payments-base-2` (`ami-00000000000000002`); Before: `payments-base-1` (`ami-00000000000000001`). By IAM user `sam` with the AWS CLI from `203.0.113.7` · parameter version 7 · <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
  )
  expect(renderOutsideAssignment(view(assignment({}, 'to'))).text).toBe(
    '⚠️ prod of payments-base in production eu-west-1 was deleted outside amiops; Before: `payments-base-1` (`ami-00000000000000001`). Launches through `/amis/payments-base/prod` fail. Promote an image to prod to create it again. By IAM user `sam` with the AWS CLI from `203.0.113.7` · parameter version 7 · <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
  )
})

test('a line for the audit channel', () => {
  const line = renderOutsideAssignment(view(assignment({}), { isLine: true }))
  expect(line.text).toBe(
    '🌍 *prod* of payments-base in *production eu-west-1* was changed outside amiops: it now names `payments-base-2` (`ami-00000000000000002`) · before: `payments-base-1` (`ami-00000000000000001`) · by IAM user `sam` with the AWS CLI from `203.0.113.7` · parameter version 7',
  )
  expect(drawn(line)).toEqual([line.text])
  expect(renderOutsideAssignment(view(assignment({}, 'from'), { isLine: true })).text).toBe(
    '🌍 *prod* of payments-base in *production eu-west-1* was changed outside amiops: it now names `payments-base-2` (`ami-00000000000000002`) · by IAM user `sam` with the AWS CLI from `203.0.113.7` · parameter version 7',
  )
})

test('the label of the button has at most 75 characters', () => {
  const long = assignment({ family: 'payments-base-of-the-whole-company-with-a-long-name' })
  expect(drawn(renderOutsideAssignment(view(long))).at(-1)).toBe(
    '[Roll back…] Roll back prod of payments-base-of-the-whole-company-with-a-long-name in p… -> plan-rollback payments-base-of-the-whole-company-with-a-long-name|prod|123456789012/eu-west-1',
  )
})

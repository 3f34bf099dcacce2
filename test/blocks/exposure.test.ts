import { type ExposureView, renderExposure } from '../../blocks/exposure.ts'
import { NOBODY } from '../../src/domain/sharing.ts'
import { givenFacts, givenRecord, IMAGE, MARIA, NOON_MS } from '../domain/given.ts'

/** The alert of an image that others can launch: what it means and what to do before who did it and how. */

const WHEN = '2026-11-05 12:00 UTC'
const OPS = { kind: 'user', name: 'ops' } as const

const linesOf = (more: Partial<ExposureView['alert']> = {}): string[] =>
  renderExposure({
    record: givenRecord({ facts: givenFacts() }),
    alert: {
      id: 'call/1',
      atMs: NOON_MS,
      to: { ...NOBODY, isPublic: true },
      principal: OPS,
      requestId: 'ec2-1',
      publicAccess: 'allowed',
      ...more,
    },
    accountName: 'production',
    style: 'mention',
    offered: ['makePrivate'],
  })
    .blocks.map(block =>
      block.type === 'section'
        ? (block.text?.text ?? '')
        : block.type === 'context'
          ? block.elements.map(one => ('text' in one ? one.text : '')).join(' ')
          : block.type,
    )
    .map(line => line.replace(/<!date[^|]*\|([^>]*)>/g, '$1'))

const IMAGE_LINE = `\`payments-base-42\` (\`${IMAGE.imageId}\`) in production (123456789012), eu-west-1`

test('public: the consequence and the click come first, then who and when, the request’s id last', () => {
  expect(linesOf()).toEqual([
    `🚨 *AMI made public*\n${IMAGE_LINE}`,
    'Anyone with an AWS account can launch it and read what is on its disks. If this is not intended, click Make private.',
    `By IAM user \`ops\` with the API · ${WHEN}`,
    'Block public access is off in eu-west-1: images can be made public.',
    'actions',
    'EC2 request `ec2-1`',
  ])
})

test('private again: who did it and how it was verified, then who had made it public', () => {
  expect(linesOf({ over: { atMs: NOON_MS, by: MARIA, afterMs: 400, rev: 1 } })).toEqual([
    `✅ *AMI is private again*\n${IMAGE_LINE}`,
    `Made private by <@U0MARIA> · verified with EC2 within a second · ${WHEN}`,
    `Made public by IAM user \`ops\` with the API · ${WHEN}`,
    'Block public access is off in eu-west-1: images can be made public.',
    'actions',
    'EC2 request `ec2-1`',
  ])
})

test('found by a scan: nobody is named', () => {
  const lines = (more: Partial<ExposureView['alert']>): string =>
    linesOf({ principal: undefined, requestId: undefined, ...more } as Partial<ExposureView['alert']>).join(
      '\n',
    )
  expect(lines({})).toContain(`\nDetected by reconciliation (no call from CloudTrail) · ${WHEN}\n`)
  expect(lines({ over: { atMs: NOON_MS, by: MARIA, afterMs: 4_000, rev: 1 } })).toContain(
    `\nMade public · detected by reconciliation (no call from CloudTrail) · ${WHEN}\n`,
  )
})

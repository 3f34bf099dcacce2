import {
  buttonsPart,
  deprecationPart,
  descriptionPart,
  emailPart,
  findingsLine,
  identityPart,
  instancesPart,
  keepPart,
  launchPart,
  purposePart,
  revokedPart,
  shownFacts,
  statusPart,
  titlePart,
} from '../../blocks/card-parts.ts'
import type { CardView } from '../../blocks/card-view.ts'
import type { Part } from '../../blocks/part.ts'
import type { ImageFacts } from '../../src/domain/image.ts'
import type { ImageRecord } from '../../src/domain/record.ts'
import { givenFacts, givenRecord, givenRequest, givenTold, MARIA, NOON_MS } from '../domain/given.ts'
import { drawn } from './drawn.ts'

const view = (special: Partial<ImageRecord> = {}, more: Partial<CardView> = {}): CardView => ({
  record: givenRecord({ facts: givenFacts(), lastEvent: givenTold(), ...special }),
  accountName: 'production',
  style: 'name',
  ...more,
})
const withFacts = (special: Partial<ImageFacts>, more: Partial<ImageRecord> = {}): CardView =>
  view({ facts: givenFacts(special), ...more })
const without = (key: 'facts' | 'lastEvent', one: CardView): CardView => {
  const { [key]: _left, ...record } = one.record
  return { ...one, record: record as ImageRecord }
}
const disabled = { lastEvent: givenTold({ state: 'disabled' }) } as const
const gone = { lastEvent: givenTold({ state: 'deregistered' }) } as const
const failed = { lastEvent: givenTold({ state: 'failed' }) } as const
const LAUNCHES = { accounts: 1, others: 0, cannot: 1, withoutKey: 1, unknown: 0 }
const REVOKED = { by: MARIA, atMs: NOON_MS, reason: 'CVE-1', planId: 'plan-1' } as never

test.each<[string, () => Part | Part[], string[]]>([
  ['title', () => titlePart(view()), ['🟢 Available · payments-base-42']],
  [
    'title without a name',
    () => titlePart(without('facts', view())),
    ['🟢 Available · ami-0123456789abcdef0'],
  ],
  ['title of an image that is gone', () => titlePart(view(gone)), ['⚫ Deregistered · payments-base-42']],
  ['not revoked', () => revokedPart(view()), []],
  ['revoked', () => revokedPart(view({ revoked: REVOKED })), ['⛔ Revoked by @maria: “CVE-1”']],
  [
    'revoked by the last change',
    () => revokedPart(view({ revoked: REVOKED, request: givenRequest({ purpose: 'CVE-1' }) })),
    ['⛔ Revoked by @maria'],
  ],
  ['no reason', () => purposePart(view()), []],
  [
    'a reason',
    () => purposePart(view({ request: givenRequest({ purpose: 'too\nold' }) })),
    ['Reason: too old'],
  ],
  ['not kept', () => keepPart(view()), []],
  [
    'kept',
    () => keepPart(withFacts({ tags: { 'amiops:keep-until': '2026-12-24' } })),
    ['📌 Kept from clean-up until 2026-12-24'],
  ],
  ['kept, and gone', () => keepPart(withFacts({ tags: { 'amiops:keep-until': '2026-12-24' } }, gone)), []],
  ['nothing known to keep', () => keepPart(without('facts', view())), []],
  ['no date', () => deprecationPart(view()), []],
  ['no facts, no date', () => deprecationPart(without('facts', view())), []],
  [
    'a date',
    () => deprecationPart(withFacts({ deprecatedAtMs: NOON_MS })),
    [
      '🗓️ Deprecated from <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC> (<!date^1793880000^{ago}|2026-11-05 12:00 UTC>)',
    ],
  ],
  [
    'a date and a successor',
    () =>
      deprecationPart(
        withFacts(
          { deprecatedAtMs: NOON_MS },
          { retirement: { successor: { imageId: 'ami-2', name: 'web-2' } } as never },
        ),
      ),
    [
      '🗓️ Deprecated from <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC> (<!date^1793880000^{ago}|2026-11-05 12:00 UTC>) · successor `web-2` (`ami-2`)',
    ],
  ],
  ['a date, and gone', () => deprecationPart(withFacts({ deprecatedAtMs: NOON_MS }, gone)), []],
  [
    'status',
    () => statusPart(view()),
    ['Reported by AWS · <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>'],
  ],
  [
    'status of a request',
    () => statusPart(view({ request: givenRequest() })),
    ['⏳ Disable requested by @maria · accepted by EC2, awaiting confirmation'],
  ],
  ['no e-mail', () => emailPart(view()), []],
  [
    'an e-mail',
    () => emailPart(view({ lastEvent: { ...givenTold(), emailedAtMs: NOON_MS } })),
    [
      '✉️ Sent by e-mail <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC> because Slack did not answer',
    ],
  ],
  ['no description', () => descriptionPart(view()), []],
  ['a description', () => descriptionPart(withFacts({ description: 'Base\nimage' })), ['Base image']],
  [
    'identity',
    () => identityPart(view()),
    ['`ami-0123456789abcdef0`', 'production (123456789012) · eu-west-1'],
  ],
  [
    'identity with age',
    () => identityPart(withFacts({ createdAtMs: NOON_MS, ownerId: '123456789012' })),
    [
      '`ami-0123456789abcdef0`',
      'production (123456789012) · eu-west-1 · created <!date^1793880000^{ago}|2026-11-05 12:00 UTC>',
    ],
  ],
  [
    'identity of another owner',
    () => identityPart(withFacts({ createdAtMs: NOON_MS, ownerId: '999999999999' })),
    [
      '`ami-0123456789abcdef0`',
      'production (123456789012) · eu-west-1 · created <!date^1793880000^{ago}|2026-11-05 12:00 UTC> · owned by `999999999999`',
    ],
  ],
  [
    'no facts',
    () => shownFacts(without('facts', view())),
    ['EC2 gave no details: the image may be in another account, not visible to amiops, or gone already.'],
  ],
  [
    'no facts of an image that is gone',
    () => shownFacts(without('facts', view(gone))),
    ['The image is gone, and amiops never saw it before: only its id is known.'],
  ],
  ['launches not looked up', () => launchPart(view()), []],
  [
    'cannot be launched elsewhere',
    () => launchPart(view({ launches: LAUNCHES })),
    ['🛑 Shared with 1 account, which cannot use its KMS key: launches there will fail'],
  ],
  ['disabled: nobody launches it', () => launchPart(view({ ...disabled, launches: LAUNCHES })), []],
  ['not scanned', () => findingsLine(view()), []],
  [
    'not scanned, although an alias requires it',
    () => findingsLine(view({}, { scanRequiredBy: ['prod'] })),
    ['❔ Not scanned by Amazon Inspector, as prod requires'],
  ],
  [
    'disabled: no alias requires a scan',
    () => findingsLine(view(disabled, { scanRequiredBy: ['prod'] })),
    [],
  ],
  [
    'a scan was started',
    () => findingsLine(view({ ...disabled, scanning: { by: MARIA, sinceMs: NOON_MS } as never })),
    ['⏳ Amazon Inspector is scanning it · started by @maria <!date^1793880000^{ago}|2026-11-05 12:00 UTC>'],
  ],
  [
    'a scan was started, and it is gone',
    () => findingsLine(view({ ...gone, scanning: { by: MARIA, sinceMs: NOON_MS } as never })),
    [],
  ],
  [
    'a scan of nothing known',
    () => findingsLine(without('facts', view({ scanning: { by: MARIA, sinceMs: NOON_MS } as never }))),
    [],
  ],
  ['instances not looked up', () => instancesPart(view()), []],
  [
    'no account was asked',
    () => instancesPart(view({}, { instances: { asked: 0, running: [], unread: [] } })),
    [],
  ],
  [
    'instances',
    () =>
      instancesPart(
        view(gone, { instances: { asked: 1, running: [{ name: 'staging', instances: 1 }], unread: [] } }),
      ),
    ['Used by 1 instance in 1 account: `staging` 1'],
  ],
])('%s', (_name, part, blocks) => {
  expect([part()].flat().flatMap(drawn)).toEqual(blocks)
})

test.each<[string, () => Part, string]>([
  [
    'title',
    () => titlePart(view()),
    '🟢 Available: payments-base-42 (ami-0123456789abcdef0) in production (123456789012), eu-west-1',
  ],
  [
    'title without a name',
    () => titlePart(without('facts', view())),
    '🟢 Available: ami-0123456789abcdef0 in production (123456789012), eu-west-1',
  ],
  [
    'identity',
    () => identityPart(withFacts({ createdAtMs: NOON_MS, ownerId: '999999999999' })),
    'created <!date^1793880000^{ago}|2026-11-05 12:00 UTC>, owned by `999999999999`',
  ],
  ['buttons', () => buttonsPart(view()), 'Buttons: Disable, Deregister, Retire'],
  [
    'buttons to promote',
    () => buttonsPart(view({}, { canPromote: true })),
    'Buttons: Promote, Disable, Deregister, Retire',
  ],
  [
    'buttons of a revoked image',
    () => buttonsPart(view({ revoked: REVOKED }, { mayUndoRevocation: true })),
    'Buttons: Undo revocation…, Disable, Deregister, Retire',
  ],
  [
    'buttons of a revoked image, whose undo is not configured',
    () => buttonsPart(view({ revoked: REVOKED })),
    'Buttons: Disable, Deregister, Retire',
  ],
  ['buttons of a failure', () => buttonsPart(view(failed)), 'Buttons: Acknowledge, Deregister'],
  [
    'buttons of an acknowledged failure',
    () => buttonsPart(view({ ...failed, acknowledged: { by: MARIA, atMs: NOON_MS } })),
    'Buttons: Undo acknowledgement, Deregister',
  ],
  [
    'buttons while a request is open',
    () => buttonsPart(view({ request: givenRequest() })),
    'Buttons: Check again',
  ],
])('in words: %s', (_name, part, words) => {
  expect(part().words).toBe(words)
})

import { type CriticalFindingsView, renderCriticalFindings } from '../../blocks/critical-findings.ts'
import { givenFacts, givenRecord } from '../domain/given.ts'
import { drawn } from './drawn.ts'

const titles = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `CVE-2026-${at + 1} - openssl`)

const view = (count: number, special: Partial<CriticalFindingsView> = {}): CriticalFindingsView => ({
  record: givenRecord({ facts: givenFacts() }),
  criticals: { scannedAtMs: 0, titles: titles(count), fresh: titles(count) },
  family: 'payments-base',
  aliases: ['prod'],
  accountName: 'production',
  command: '/images',
  ...special,
})

test.each<[string, () => CriticalFindingsView, string[]]>([
  [
    'one finding',
    () => view(1),
    [
      '🛑 *1 new critical finding* in `payments-base-42` (`ami-0123456789abcdef0`), production (123456789012), eu-west-1: *prod* of payments-base names it',
      '• `CVE-2026-1 - openssl`',
      'Promote a build without them. `/images family payments-base` shows the builds, `/images fleet payments-base` who runs this one.',
    ],
  ],
  [
    'as many as are shown, of an image with two aliases',
    () => view(5, { aliases: ['prod', 'staging'] }),
    [
      '🛑 *5 new critical findings* in `payments-base-42` (`ami-0123456789abcdef0`), production (123456789012), eu-west-1: *prod*, *staging* of payments-base name it',
      '• `CVE-2026-1 - openssl`\n• `CVE-2026-2 - openssl`\n• `CVE-2026-3 - openssl`\n• `CVE-2026-4 - openssl`\n• `CVE-2026-5 - openssl`',
      'Promote a build without them. `/images family payments-base` shows the builds, `/images fleet payments-base` who runs this one.',
    ],
  ],
  [
    'one more, for its owner, in another channel, of an image without a name',
    () => view(6, { record: givenRecord(), owner: 'S0WEB', notice: 'Meant for #web' }),
    [
      '⚠️ Meant for #web',
      '🛑 *6 new critical findings* in `ami-0123456789abcdef0`, production (123456789012), eu-west-1: *prod* of payments-base names it · <!subteam^S0WEB>',
      '• `CVE-2026-1 - openssl`\n• `CVE-2026-2 - openssl`\n• `CVE-2026-3 - openssl`\n• `CVE-2026-4 - openssl`\n• `CVE-2026-5 - openssl`\n… and 1 more',
      'Promote a build without them. `/images family payments-base` shows the builds, `/images fleet payments-base` who runs this one.',
    ],
  ],
])('%s', (_name, given, blocks) => {
  expect(drawn(renderCriticalFindings(given()))).toEqual(blocks)
})

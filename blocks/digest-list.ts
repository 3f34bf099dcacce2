import { byImpact, type DigestLine, isInUse, isShared } from '../src/domain/digest-line.ts'
import { plainCell } from './csv.ts'

const COLUMNS = [
  'state',
  'name',
  'image',
  'account',
  'region',
  'time',
  'GiB',
  'by',
  'in use',
  'shared',
  'production',
  'restorable until',
  'reason',
]

const row = (line: DigestLine): string =>
  [
    line.state,
    line.name ?? '',
    line.imageId,
    line.account,
    line.region,
    new Date(line.atMs).toISOString(),
    line.sizeGiB === undefined ? '' : String(line.sizeGiB),
    line.by ?? line.actor?.name ?? '',
    isInUse(line) ? 'yes' : '',
    isShared(line) ? 'yes' : '',
    line.isProduction ? 'yes' : '',
    line.recycledUntilMs === undefined ? '' : new Date(line.recycledUntilMs).toISOString(),
    line.reason ?? '',
  ]
    .map(plainCell)
    .join('\t')

/** The full list of a digest, as a spreadsheet or `grep` reads it: one line an image, what matters most first. */
export const renderDigestList = (lines: readonly DigestLine[]): string =>
  `${[COLUMNS.join('\t'), ...[...lines].sort(byImpact).map(row)].join('\n')}\n`

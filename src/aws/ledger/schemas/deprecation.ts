import { type Deprecation, WARNING_DAYS } from '../../../domain/deprecation.ts'
import { principal } from './image-parts.ts'
import { maybe, number, oneOfNumbers, shape, text, yes } from './shape.ts'

const days = oneOfNumbers(WARNING_DAYS)

/** The schema of what the ledger knows of an image's deprecation date. */
export const deprecation = shape<Omit<Deprecation, 'version'>>({
  account: text,
  region: text,
  imageId: text,
  deprecatedAtMs: maybe(number),
  changedAtMs: number,
  changes: number,
  outside: maybe(
    shape<NonNullable<Deprecation['outside']>>({
      atMs: number,
      fromMs: maybe(number),
      principal: maybe(principal),
      announced: maybe(yes),
    }),
  ),
  seenOtherAtMs: maybe(number),
  warnedDays: maybe(days),
  warning: maybe(shape<NonNullable<Deprecation['warning']>>({ days, batchId: text, atMs: number })),
})

import * as v from 'valibot'
import {
  type Impact,
  type InstancesByAccount,
  type Retention,
  type SharedSnapshot,
  USE_KINDS,
  type Use,
} from '../../../domain/impact.ts'
import { sharing } from './image-parts.ts'
import { flag, list, maybe, number, oneOf, type Schema, shape, text } from './shape.ts'

/** The schemas of what a change would break. */

export const use = shape<Use>({
  kind: oneOf(USE_KINDS),
  name: text,
  detail: maybe(text),
  more: maybe(number),
})

const finding = <T>(value: Schema<T>) =>
  v.union([
    shape<{ known: true; value: T }>({ known: v.literal(true), value } as never),
    shape<{ known: false; why: string }>({ known: v.literal(false), why: text }),
  ])

export const impact = shape<Impact>({
  references: finding(list(use)),
  instances: finding(list(use)),
  launchTemplates: finding(list(use)),
  autoScaling: finding(list(use)),
  // Absent in items that an earlier version has saved.
  otherAccounts: v.optional(
    finding(
      shape<InstancesByAccount>({
        asked: number,
        running: list(shape<InstancesByAccount['running'][number]>({ name: text, instances: number })),
        unread: list(shape<InstancesByAccount['unread'][number]>({ name: text, why: text })),
      }),
    ),
    { known: false, why: 'it was not looked up' },
  ),
  sharing: finding(sharing),
  snapshots: finding(
    list(shape<SharedSnapshot>({ snapshotId: text, sizeGiB: number, encrypted: flag, alsoIn: list(text) })),
  ),
  retention: finding(shape<Retention>({ imageDays: maybe(number), snapshotDays: maybe(number) })),
})

import type { Assignment } from './alias.ts'
import { groupBy } from './group-by.ts'
import type { AssignmentEntry } from './history.ts'
import { type ImageRef, imageKey } from './image.ts'
import type { Plan } from './plan.ts'
import type { AssignmentItem } from './plan-image.ts'

/** An entry of an image's history. */
export interface EntryOfImage {
  image: ImageRef
  entry: AssignmentEntry
}

const isImageId = (value: string): boolean => /^ami-[0-9a-f]{8,17}$/.test(value)

/**
 * What a plan has done to aliases, for the histories of the images that they name now and named before: one entry for each image and
 * alias. The image that an alias named before counts as one of the new image's account, because the builds of a family are shared from
 * one account.
 */
export const entriesOfPlan = (plan: Plan, done: readonly AssignmentItem[]): EntryOfImage[] => [
  ...byImage(
    done.map(item => ({ image: item.image, item })),
    plan,
  ),
  ...byImage(
    done.flatMap(item => {
      const { from } = item.assignment
      if (!from || !isImageId(from.imageId) || from.imageId === item.image.imageId) return []
      return [{ image: { ...item.image, imageId: from.imageId }, item }]
    }),
    plan,
    true,
  ),
]

const byImage = (
  some: readonly { image: ImageRef; item: AssignmentItem }[],
  { id: planId, action, person: by, approval, purpose, createdAtMs }: Plan,
  replaced?: true,
): EntryOfImage[] =>
  [
    ...groupBy(some, ({ image, item: { assignment } }) =>
      [imageKey(image), assignment.family, assignment.alias].join(' '),
    ).values(),
  ].flatMap(list => {
    const [first] = list
    if (!first) return []
    const { family, alias } = first.item.assignment
    const entry: AssignmentEntry = {
      kind: 'assignment',
      id: `${replaced ? 'replaced' : 'assigned'}/${planId}/${alias}`,
      atMs: approval?.decidedAtMs ?? createdAtMs,
      change: action === 'rollback' || action === 'revoke' ? action : 'promote',
      ...(replaced && { replaced }),
      family,
      alias,
      places: list.length,
      by,
      planId,
      ...(approval?.decidedBy && { approvedBy: approval.decidedBy }),
      ...(purpose && { purpose }),
    }
    return [{ image: first.image, entry }]
  })

/**
 * The same for a change outside amiops. Its images count as images of the alias's account. Written again once the actor is known, it
 * replaces the entry without actor.
 */
export const entriesOfOutside = (one: Assignment): EntryOfImage[] => {
  const { account, region, family, alias, atMs, parameter, principal } = one
  const entryOf = (imageId: string, replaced?: true): EntryOfImage[] =>
    isImageId(imageId)
      ? [
          {
            image: { account, region, imageId },
            entry: {
              kind: 'assignment',
              id: `${replaced ? 'replaced' : 'assigned'}/${parameter}/${one.id}`,
              atMs,
              change: 'outside',
              ...(replaced && { replaced }),
              family,
              alias,
              places: 1,
              ...(principal && { principal }),
            },
          },
        ]
      : []
  if (one.to?.imageId === one.from?.imageId) return []
  return [...entryOf(one.to?.imageId ?? ''), ...entryOf(one.from?.imageId ?? '', true)]
}

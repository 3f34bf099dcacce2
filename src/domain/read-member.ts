import type { AccountRegion } from './alias.ts'
import type { FamilyMember } from './builds.ts'
import type { FleetPart } from './reading.ts'

/**
 * An image of a part of a reading, with its place: of one shape without spreads, since an object that is spread takes twice the memory, and
 * there are hundreds of thousands. An instance that an image was made from is nearly always that image's alone, and is not kept once for all.
 *
 * @param shared gives equal texts as one
 */
export const memberIn = (
  { account, region }: AccountRegion,
  { imageId, family, name, state, createdAtMs, source, copyOf }: FleetPart['images'][number],
  shared: (text: string) => string,
): FamilyMember => {
  const member: FamilyMember = {
    account,
    region,
    imageId,
    family: shared(family),
    name: shared(name),
    state,
    createdAtMs,
  }
  if (source !== undefined) member.source = source.startsWith('i-') ? source : shared(source)
  if (copyOf !== undefined) member.copyOf = shared(copyOf)
  return member
}

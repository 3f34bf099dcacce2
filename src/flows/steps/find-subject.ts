import { familyOf } from '../../domain/family.ts'
import { closestFamilies, familyNamed } from '../../domain/family-names.ts'
import { parseCommand } from '../../domain/parse-command.ts'
import type { Subject } from '../../domain/subject.ts'
import { type FindImagesNeeds, findImages } from '../answer/find-images.ts'
import type { FoundImage } from '../answer/find-in-place.ts'
import type { BeingRead, Waiting } from '../readings/ask-for-reading.ts'

export type FindSubjectNeeds = FindImagesNeeds

export type FoundSubject =
  | { kind: 'found'; subject: Subject }
  /** Several images have this name, or none has it and these have similar names. */
  | {
      kind: 'several' | 'none'
      near: readonly Subject[]
      unreachable: readonly { where: string; why: string }[]
    }

const MOST_NEAR = 8
const MOST_MEANT = 3

const imageSubject = ({ image, facts: { name } }: FoundImage): Subject => ({
  kind: 'image',
  image,
  ...(name !== undefined && { name }),
})

const familySubject = (family: string): Subject => ({ kind: 'family', family })

/**
 * Finds the family or the image that somebody typed: a family of the config, else an image by its id or whole name, else a family by the
 * name of its images. A part of a name is never taken for the name.
 *
 * @param typed without the verb; region and account may stand beside an image
 * @param message what comes again where many accounts and regions are being read
 */
export const findSubject = async (
  needs: FindSubjectNeeds,
  typed: string,
  message: Waiting,
): Promise<FoundSubject | BeingRead> => {
  const { config } = needs
  const aliases = new Map(config.accounts.flatMap(a => (a.alias ? [[a.alias, a.id] as const] : [])))
  const command = parseCommand(`status ${typed}`, aliases)
  if (command.verb !== 'status') return { kind: 'none', near: [], unreachable: [] }
  const { target } = command
  const configured = familyNamed(target, new Set(Object.keys(config.families)))
  if (configured !== undefined) return { kind: 'found', subject: familySubject(configured) }
  const looked = await findImages(needs, command, message)
  if (looked.kind === 'waiting') return looked
  const { found, unreachable } = looked
  const exact = found.filter(({ image, facts }) => image.imageId === target || facts.name === target)
  const [only] = exact
  if (only && exact.length === 1) return { kind: 'found', subject: imageSubject(only) }
  if (only) return { kind: 'several', near: exact.slice(0, MOST_NEAR).map(imageSubject), unreachable }
  const families = new Set(found.flatMap(({ facts }) => familyOf(facts, config) ?? []))
  const family = familyNamed(target, families)
  if (family !== undefined) return { kind: 'found', subject: familySubject(family) }
  const known = new Set([...families, ...Object.keys(config.families)])
  const near = [...new Set([...closestFamilies(target, known, MOST_MEANT), ...families])]
  return { kind: 'none', near: near.slice(0, MOST_MEANT).map(familySubject), unreachable }
}

import type { AliasPlace } from '../../domain/alias.ts'
import type { AliasNeeds } from './needs.ts'

const VERSIONS = 20

/** Who somebody is, by their ARN: the role's or the user's name. */
const whoOf = (arn: string | undefined): string => {
  if (arn === undefined) return 'somebody'
  const [, name = arn] = /(?:assumed-role|user|role)\/([^/]+)/.exec(arn) ?? []
  return name
}

/** What others set an alias to between two versions, in words: how many, the last of them, and who. */
export const newerThan = async (
  { aliases, log }: Pick<AliasNeeds, 'aliases' | 'log'>,
  place: AliasPlace,
  { after, before }: { after: number; before: number },
): Promise<string> => {
  const nothingKnown = 'somebody else set it at the same time, and this replaced that'
  try {
    const between = (await aliases.versions(place, place.parameter, VERSIONS)).filter(
      ({ version }) => version > after && version < before,
    )
    const [last] = between
    return last === undefined
      ? nothingKnown
      : `${whoOf(last.by)} set it to ${last.value} (version ${last.version}) a moment before, and this replaced that`
  } catch (error) {
    log.warn('What somebody else set an alias to could not be read.', { ...place, why: String(error) })
    return nothingKnown
  }
}

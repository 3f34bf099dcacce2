import type { AliasPlace } from '../../domain/alias.ts'
import { principalOfArn } from '../../domain/principal-arn.ts'
import type { AliasNeeds } from './needs.ts'

const VERSIONS = 20

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
      : `${last.by === undefined ? 'somebody' : principalOfArn(last.by, place.account).name} set it to ${last.value} (version ${last.version}) a moment before, and this replaced that`
  } catch (error) {
    log.warn('What somebody else set an alias to could not be read.', { ...place, why: String(error) })
    return nothingKnown
  }
}

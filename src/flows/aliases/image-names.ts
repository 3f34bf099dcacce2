import type { AliasPlace, Assignment, NamedImage } from '../../domain/alias.ts'
import type { AliasNewsNeeds } from './needs.ts'

/** A parameter may hold any text, not only an image id, so what is shown of it is cut. */
const VALUE_AT_MOST = 100

const IMAGE_ID = /^ami-[0-9a-f]{8,17}$/

/** What an alias names now and named before, with the names of the images that EC2 still has. */
export const withImageNames = async (
  { images, log }: AliasNewsNeeds,
  { account, region }: AliasPlace,
  { to, from }: { to: string | undefined; from: string | undefined },
): Promise<Pick<Assignment, 'to' | 'from'>> => {
  const ids = [to, from].filter(value => value !== undefined && IMAGE_ID.test(value)) as string[]
  const names = new Map<string, string>()
  try {
    if (ids.length > 0)
      for (const [id, { name }] of await images.describe(account, region, [...new Set(ids)]))
        if (name !== undefined) names.set(id, name)
  } catch (error) {
    log.warn('The images of an alias could not be looked at.', { account, region, why: String(error) })
  }
  const named = (value: string): NamedImage => {
    const name = names.get(value)
    return { imageId: value.slice(0, VALUE_AT_MOST), ...(name !== undefined && { name }) }
  }
  return {
    ...(to !== undefined && { to: named(to) }),
    ...(from !== undefined && { from: named(from) }),
  }
}

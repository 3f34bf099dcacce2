import type { Clauses } from './clauses.ts'
import type { Config } from './config.ts'
import type { ImageFacts, ImageRef, ImageState } from './image.ts'
import { fitsImage } from './route.ts'

/** prod, production, `Environment: prod-eu`; not product. */
const SAYS_PRODUCTION = /(?<![a-z])prod(uction)?(?![a-z])/i

const saysProduction = ({ name = [], tags = {} }: Clauses, aliases: readonly string[]): boolean =>
  [...name, ...Object.values(tags), ...aliases].some(words => SAYS_PRODUCTION.test(words))

/**
 * Decides by the config's rules whether an image belongs to production: it matches a rule whose conditions mention production, in the
 * value of a tag, in a name, or in the alias of an account. The rule's state and its effect do not matter.
 *
 * @returns whether an image is of production; false where its facts, which the clause needs, are not known
 */
export const createIsProduction = ({
  rules,
  accounts,
}: Pick<Config, 'rules' | 'accounts'>): ((
  image: ImageRef & { state: ImageState },
  facts: ImageFacts | undefined,
) => boolean) => {
  const clauses = rules.flatMap(({ when: { state: _any, ...when } }) => {
    const aliases = (when.account ?? []).flatMap(id => accounts.find(one => one.id === id)?.alias ?? [])
    return saysProduction(when, aliases) ? [when] : []
  })
  return (image, facts) => clauses.some(when => fitsImage(when, image, facts))
}

import type { Clauses } from './clauses.ts'
import type { Config } from './config.ts'
import type { ImageFacts, ImageRef, ImageState } from './image.ts'
import { fitsImage } from './route.ts'

/** prod, production, `Environment: prod-eu`; not product. */
const SAYS_PRODUCTION = /(?<![a-z])prod(uction)?(?![a-z])/i

const saysProduction = ({ name = [], tags = {} }: Clauses, aliases: readonly string[]): boolean =>
  [...name, ...Object.values(tags), ...aliases].some(words => SAYS_PRODUCTION.test(words))

/**
 * What production is, by the config's rules: an image is of production if it fits a rule that says so in its clauses, by the value
 * of a tag, by a name, or by the alias of an account. The state in the rule does not count, and neither does what the rule does.
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

import * as v from 'valibot'
import { family } from './schema-family.ts'
import { described, keys, named, namedAs, text } from './schema-parts.ts'
import * as values from './schema-values.ts'

const STALE_AFTER_DAYS = 90

export const families = described(
  v.optional(namedAs(values.familyName, family), {}),
  'Families: images that are builds of the same thing, by name. The first family whose `name` and `tags` match an image counts. Without one, the name of the image without date and version is its family.',
)

export const fleet = described(
  v.optional(
    keys({
      ownerTags: described(
        v.optional(v.array(text('a tag’s name'), 'a list of tags'), ['Owner', 'Team']),
        'The tags of an instance, or of an image in a list, that say whose it is. The first that it has counts.',
      ),
      ownerChannels: described(
        v.optional(named(values.channel), {}),
        'The channel of each owner, by the value of that tag. Who runs an image that is about to be deprecated is warned there; so are the owners of an image whose family has no channel, and clean-ups of it are suggested there.',
      ),
    }),
    {},
  ),
  'How `/ami fleet` groups instances, and what the filter `owner:` of lists looks at.',
)

export const stale = described(
  v.optional(
    keys({
      afterDays: described(
        v.optional(values.days, STALE_AFTER_DAYS),
        'Images older than this, and not launched in this time, can be stale.',
      ),
    }),
    { afterDays: STALE_AFTER_DAYS },
  ),
  'Which images `/ami stale` lists. The newest available image of a family never is.',
)

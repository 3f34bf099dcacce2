import type * as v from 'valibot'
import { accounts, prices } from './schema-accounts.ts'
import { audiences } from './schema-audiences.ts'
import { cleanup } from './schema-cleanup.ts'
import { families, fleet, stale } from './schema-images.ts'
import { card, digest, rules } from './schema-messages.ts'
import { organization } from './schema-organization.ts'
import { keys } from './schema-parts.ts'
import { actions, limits, mute, notify, roles } from './schema-people.ts'
import { exported, reports } from './schema-reports.ts'
import { channels, slack } from './schema-slack.ts'

/** What `amiops.config.yml` may hold. Unknown keys are refused: they are typos. Each key says what it is for: `npm run docs`
 * writes docs/config.md and the JSON Schema for editors from here, in this order. */
export const CONFIG_SCHEMA = keys({
  slack,
  channels,
  rules,
  roles,
  actions,
  families,
  audiences,
  fleet,
  stale,
  cleanup,
  digest,
  card,
  notify,
  mute,
  limits,
  reports,
  export: exported,
  prices,
  accounts,
  organization,
})

export type ConfigFile = v.InferOutput<typeof CONFIG_SCHEMA>

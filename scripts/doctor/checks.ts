import type { Check } from './check.ts'
import { aliases } from './checks/aliases.ts'
import { channels } from './checks/channels.ts'
import { concurrency } from './checks/concurrency.ts'
import { config } from './checks/config.ts'
import { configObject } from './checks/config-object.ts'
import { credentials } from './checks/credentials.ts'
import { deadLetters } from './checks/dead-letters.ts'
import { fallbackTopic } from './checks/fallback-topic.ts'
import { lastEvent } from './checks/last-event.ts'
import { parameters } from './checks/parameters.ts'
import { reconciliation } from './checks/reconciliation.ts'
import { region } from './checks/region.ts'
import { requestUrl } from './checks/request-url.ts'
import { rules } from './checks/rules.ts'
import { slackApp } from './checks/slack-app.ts'
import { slackEvents } from './checks/slack-events.ts'
import { stack } from './checks/stack.ts'
import { trails } from './checks/trails.ts'
import { userGroups } from './checks/user-groups.ts'

/** In the order of an installation: what fails first often explains what fails later. */
export const CHECKS: readonly Check[] = [
  config,
  credentials,
  region,
  concurrency,
  stack,
  configObject,
  parameters,
  slackApp,
  requestUrl,
  slackEvents,
  channels,
  userGroups,
  rules,
  reconciliation,
  aliases,
  lastEvent,
  deadLetters,
  fallbackTopic,
  trails,
]

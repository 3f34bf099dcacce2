import type { Config } from '../src/domain/config.ts'

/** Where Slack verifies the events URL of an app again. */
export const eventsPage = (config: Pick<Config, 'isGovSlack'> | undefined, app: string): string =>
  `${appsPage(config)}/${app}/event-subscriptions`

/** Where apps are created and kept. */
export const appsPage = ({ isGovSlack }: Pick<Config, 'isGovSlack'> = {}): string =>
  `https://api.${isGovSlack ? 'slack-gov.com' : 'slack.com'}/apps`

import type { Config } from '../src/domain/config.ts'

/** Where apps are created and kept. */
export const appsPage = ({ isGovSlack }: Pick<Config, 'isGovSlack'> = {}): string =>
  `https://api.${isGovSlack ? 'slack-gov.com' : 'slack.com'}/apps`

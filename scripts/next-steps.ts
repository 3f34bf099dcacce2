import type { Config } from '../src/domain/config.ts'
import { identityOf } from './app-identity.ts'
import { secretCommand } from './secret-command.ts'
import { appsPage } from './slack-apps-page.ts'
import { PRODUCTION, type Target } from './target.ts'

const outputOf = (info: string, name: string): string | undefined =>
  new RegExp(`^\\s*${name}: (\\S+)$`, 'm').exec(info)?.[1]

/** `deploy list`, `deploy function` and `deploy --version` are other commands of osls: after them nothing is left to do. */
export const isDeployment = (given: readonly string[]): boolean =>
  (given[0] ?? '-').startsWith('-') && !given.includes('--version')

/**
 * What is left to do by hand after a deployment.
 *
 * @param info what `osls info --verbose` prints
 */
export const nextSteps = (
  info: string,
  { region, stage }: Target,
  config: Pick<Config, 'isGovSlack'>,
): string => {
  const url = outputOf(info, 'SlackRequestUrl')
  const { botName, command } = identityOf(stage)
  const ofStage = stage === PRODUCTION ? '' : ` --stage ${stage}`
  const where = `--region ${region}`
  const topic = outputOf(info, 'AlarmTopicArn')
  const fallback = outputOf(info, 'FallbackTopicArn')
  return `
amiops is deployed in ${region}, stage ${stage}. The first time, these steps are left (docs/install.md):

  1. Create the Slack app from this manifest, at ${appsPage(config)} > Create New App > From a manifest:

         npm run -s manifest --${ofStage} --url ${url ?? 'URL   (the stack’s output SlackRequestUrl)'}

  2. Install it to the workspace, and store its two secrets (Bot User OAuth Token, Signing Secret) in ${region};
     each line waits for one, and does not show it:

         ${secretCommand(where, `/amiops/${stage}/slack-bot-token`)}
         ${secretCommand(where, `/amiops/${stage}/slack-signing-secret`)}

     Then press Retry under Event Subscriptions: Slack verifies that URL only once the signing secret is stored.

  3. Put the app’s id into slack.app of amiops.config.yml, and deploy once more.

  4. Subscribe somebody to the alarms:

         aws sns subscribe --region ${region} --topic-arn ${topic ?? 'ARN   (the stack’s output AlarmTopicArn)'} \\
           --protocol email --notification-endpoint you@example.com
${
  fallback === undefined
    ? ''
    : `
     The same with --topic-arn ${fallback}
     for what Slack does not accept.
`
}
  5. In Slack, /invite @${botName} into each channel of amiops.config.yml, then type  ${command} help

What is missing, at any time:  npm run doctor -- --region ${region} --stage ${stage}
`
}

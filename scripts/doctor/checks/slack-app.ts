import { readFileSync } from 'node:fs'
import { type Config, isOurWorkspace } from '../../../src/domain/config.ts'
import { secretCommand } from '../../secret-command.ts'
import { type Check, type Finding, note, ok, problem } from '../check.ts'

const slackErrorOf = (error: unknown): string | undefined => {
  const data = (error as { data?: { error?: unknown } }).data
  return typeof data?.error === 'string' ? data.error : undefined
}

const WANTED = (
  JSON.parse(readFileSync('slack-app-manifest.json', 'utf8')) as {
    oauth_config: { scopes: { bot: string[] } }
  }
).oauth_config.scopes.bot

const scopesOf = (granted: readonly string[] | undefined): Finding[] => {
  const missing = granted ? WANTED.filter(scope => !granted.includes(scope)) : []
  return missing.length === 0
    ? []
    : [
        problem(
          `The token lacks the scopes ${missing.join(', ')}.`,
          'Add them under OAuth & Permissions, or paste the manifest again (npm run -s manifest); then install the app again.',
        ),
      ]
}

/** Commercial Slack and GovSlack share no apps, tokens or response addresses. */
const domainOf = (url: string, config: Config | undefined): Finding[] => {
  const isGov = /\.slack-gov\.com\/?$/.test(url)
  if (!config || isGov === (config.isGovSlack ?? false)) return []
  return [
    problem(
      isGov
        ? `The workspace ${url} is on GovSlack, and the config does not say so.`
        : `The config says \`gov: true\`, and the workspace ${url} is not on GovSlack.`,
      isGov
        ? 'Say gov: true under slack, then deploy.'
        : 'Take gov: true out of slack, then deploy; or store the token of the app on slack-gov.com.',
    ),
  ]
}

/** An organization's token needs a workspace in calls where another token needs none. */
const reachOf = (isOrgWide: boolean, config: Config | undefined): Finding[] => {
  if (config?.workspaceId === undefined || config.workspaceId.startsWith('E') === isOrgWide) return []
  return [
    isOrgWide
      ? problem(
          'The app is installed with one token of the organization, and the config names one workspace.',
          'Name the organization (E…) under slack.workspace and its workspaces (T…) under slack.workspaces, then deploy.',
        )
      : problem(
          'The config names an organization, and the token is a token of one workspace.',
          'Name the workspace (T…) under slack.workspace, then deploy; or install the app for the organization.',
        ),
  ]
}

/** The token works, with its scopes, for the workspace and app of the config. */
export const slackApp: Check = {
  name: 'slack app',
  takes: 'nothing more; Slack has to be reachable',
  async run({ slack, config, tokenName, where }) {
    const web = await slack()
    if (!web) return []
    try {
      const {
        team_id = '',
        team = '',
        url = '',
        app_id,
        enterprise_id,
        is_enterprise_install,
        response_metadata,
      } = await web.auth.test()
      const isOurs =
        config?.workspaceId === undefined ||
        isOurWorkspace(config, team_id) ||
        isOurWorkspace(config, enterprise_id ?? '')
      const isOurApp = config?.appId === undefined || app_id === undefined || app_id === config.appId
      return [
        ok(`The token is of workspace ${team} (${team_id}).`),
        ...(isOurs
          ? []
          : [
              problem(
                `The token is of workspace ${team_id}, the config names ${config?.workspaceId}.`,
                'Correct slack.workspace and deploy, or store the token of the right workspace.',
              ),
            ]),
        ...domainOf(url, config),
        ...reachOf(is_enterprise_install === true, config),
        ...(isOurApp
          ? []
          : [
              problem(
                `The token is of app ${app_id}, the config names ${config?.appId}: requests of ${app_id} are refused.`,
                'Correct slack.app, then deploy.',
              ),
            ]),
        ...(config && config.appId === undefined
          ? [
              note(
                'The config names no app: requests of any app with the signing secret are taken.',
                `Put ${app_id ?? 'its id'} into slack.app, then deploy.`,
              ),
            ]
          : []),
        ...scopesOf(response_metadata?.scopes),
      ]
    } catch (error) {
      const code = slackErrorOf(error)
      if (code === undefined) throw error
      return [
        problem(
          `Slack does not take the token: ${code}.`,
          `Install the app, and store its Bot User OAuth Token: ${secretCommand(where, tokenName, true)}`,
        ),
      ]
    }
  },
}

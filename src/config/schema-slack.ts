import * as v from 'valibot'
import { described, keys } from './schema-parts.ts'
import * as values from './schema-values.ts'

export const slack = described(
  v.optional(
    keys({
      workspace: described(
        v.optional(values.workspaceId),
        'The id of your workspace; or of your organization, where the app is installed for all of it. Requests from elsewhere are dropped. Without it, any workspace in which the app is installed is accepted.',
      ),
      workspaces: described(
        v.optional(v.array(values.workspaceId, 'a list of workspace and organization ids')),
        'Enterprise Grid: the other workspaces, or the organization, whose people count as colleagues. Roles apply to them too. Beside an organization as `workspace`: the workspaces whose channels and user groups this file names.',
      ),
      gov: described(
        v.optional(v.boolean('true or false')),
        'GovSlack: `true` if your workspace is on slack-gov.com. amiops then calls its Web API there and answers there alone.',
      ),
      app: described(
        v.optional(values.appId),
        'The id of your Slack app. Requests from other apps are dropped. Without it, any app that signs with your signing secret is accepted.',
      ),
      command: described(
        v.optional(values.slashCommand),
        'The slash command of your app, as its manifest names it, where it is not `/ami`: cards, forms and the Home tab name it.',
      ),
    }),
  ),
  'Your Slack workspace and app.',
)

export const channels = described(
  keys({
    available: described(
      v.optional(values.channel),
      'Images that become available. Without it, `fallback` is used.',
    ),
    failed: described(
      v.optional(values.channel),
      'Images that fail; also images that are made public or shared with an account that this file does not list. Without it, `fallback` is used.',
    ),
    disabled: described(
      v.optional(values.channel),
      'Images that are disabled. Without it, `fallback` is used.',
    ),
    deregistered: described(
      v.optional(values.channel),
      'Images that are deregistered. Without it, `fallback` is used.',
    ),
    fallback: described(
      values.channel,
      'Messages without a channel of their own, messages that Slack does not accept elsewhere, and notices about amiops itself.',
    ),
    audit: described(
      v.optional(values.channel),
      'The audit channel: one line for each change and each attempt. Without it, the audit log is kept in `/ami history` and in the log only.',
    ),
  }),
  'The channel for each state. Use the id (C0123456789), which survives renaming, or the name. Invite the bot to each channel.',
)

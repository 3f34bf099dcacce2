import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api'
import type { Delivery } from '../ports.ts'

/** Slack's codes for a channel that takes nothing from amiops for now. */
const UNUSABLE = [
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'is_inactive',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'posting_to_general_channel_denied',
  'user_not_in_channel',
  'cannot_dm_bot',
  'messages_tab_disabled',
  'team_access_not_granted',
  'ekm_access_denied',
  'access_denied',
]
/** The message was deleted, or was never ours to edit. */
const GONE = [
  'not_found',
  'view_not_found',
  'message_not_found',
  'thread_not_found',
  'cant_update_message',
  'edit_window_closed',
  'cant_broadcast_message',
]
/** No channel takes these blocks. */
const REJECTED = [
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'metadata_too_large',
  'invalid_arguments',
]
/** Slack has no room: nothing was done. */
const FULL = ['ratelimited', 'rate_limited', 'message_limit_exceeded']
/** Slack's own failure: the call may have had its effect. */
const TROUBLED = [
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]

/** Slack does not know the bot, whatever the call: an operator has to fix it, and the queue keeps the messages. */
const TOKEN_REFUSED = [
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'org_login_required',
  'two_factor_setup_required',
  'accesslimited',
]
/** The bot may not post at all: the same. */
const NOT_PERMITTED = ['missing_scope', 'no_permission', 'not_allowed_token_type']

/** Slack refused the token, whatever it was used for. */
export const isTokenRefused = (error: unknown): boolean =>
  error instanceof WebAPIPlatformError && TOKEN_REFUSED.includes(error.data.error)

const TROUBLE_SEC = 5

/**
 * Turns an error of `@slack/web-api` into the outcome of the message.
 *
 * @throws the error itself if it is not about this message: a wrong token, a missing scope
 */
export const deliveryOf = (error: unknown): Delivery => {
  if (error instanceof WebAPIRateLimitedError)
    return { kind: 'busy', retryAfterSec: Math.max(1, error.retryAfter) }
  if (error instanceof WebAPIHTTPError || error instanceof WebAPIRequestError)
    return { kind: 'busy', retryAfterSec: TROUBLE_SEC, inDoubt: true }
  if (!(error instanceof WebAPIPlatformError)) throw error
  const code = error.data.error
  if (UNUSABLE.includes(code)) return { kind: 'unusable', code }
  if (GONE.includes(code)) return { kind: 'gone' }
  if (REJECTED.includes(code)) return { kind: 'rejected', code }
  if (FULL.includes(code)) return { kind: 'busy', retryAfterSec: TROUBLE_SEC }
  if (TROUBLED.includes(code)) return { kind: 'busy', retryAfterSec: TROUBLE_SEC, inDoubt: true }
  if (isTokenRefused(error) || NOT_PERMITTED.includes(code)) throw error
  // An unknown code: the message cannot be posted there, and must not be tried for ever.
  return { kind: 'unusable', code }
}

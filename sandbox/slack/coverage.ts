import type { Covered } from '../coverage.ts'

/** How Slack behaves around its methods: what it refuses, how it waits, what people see. */
export const BEHAVIOURS: Covered = {
  'scopes of the manifest': {
    state: 'supported',
    provedBy: 'the scopes of the manifest are all that the token may use',
  },
  'rate limits by tier': {
    state: 'partial',
    provedBy: 'the tiers: the call after the last allowed one has to wait',
    gap: 'Slack publishes "20+" and no bursts; the fake gives one minute at once, then refills evenly',
  },
  'one message a second and channel': {
    state: 'partial',
    provedBy: 'a burst of ten into a channel passes, the eleventh waits, and a reply counts like a post',
    gap: 'the burst of ten is ours; answers through a response_url are not counted',
  },
  'posts of the whole workspace': {
    state: 'partial',
    provedBy: '300 posts a minute are all that a workspace takes, spread over however many channels',
    gap: 'Slack says "several hundred"',
  },
  'free plan': { state: 'supported', provedBy: 'on the free plan there are no user groups' },
  'invalid_blocks with pointers': {
    state: 'supported',
    provedBy: 'a long text is refused in Slack’s words',
  },
  'lengths after escaping': {
    state: 'partial',
    provedBy: 'lengths are counted after escaping: %s',
    gap: 'for plain_text the stricter reading is taken; an emoji counts as one character',
  },
  msg_blocks_too_long: {
    state: 'partial',
    provedBy: 'texts of a message: 12,000 characters together and one more',
    gap: 'Slack also counts something for each block, and says neither what nor how much',
  },
  view_too_large: { state: 'supported', provedBy: 'a view of 250,000 bytes and one more' },
  'ids that must be unique': {
    state: 'supported',
    provedBy: 'a block_id is used in the message and again in its attachment',
  },
  'signed requests': {
    state: 'supported',
    provedBy: 'a click reaches the bot as a signed form that Bolt accepts',
  },
  'slash commands': {
    state: 'supported',
    provedBy: 'a command reaches the bot with every field that Slack sends',
  },
  trigger_id: { state: 'supported', provedBy: 'a trigger works for three seconds and once' },
  'response_url: five uses': { state: 'supported', provedBy: 'a response_url works five times' },
  'response_url: thirty minutes': { state: 'supported', provedBy: 'a response_url works for thirty minutes' },
  'three seconds to answer a click': {
    state: 'partial',
    provedBy: 'the bot takes longer than three seconds: Slack gives up, the bot continues',
    gap: 'Slack shows a warning sign beside the element; here it is an ephemeral message',
  },
  'three seconds to answer a command': {
    state: 'supported',
    provedBy: 'the bot needs more than three seconds',
  },
  'three seconds to answer a submission': {
    state: 'partial',
    provedBy: 'the bot is too late for a submission',
    gap: 'Slack writes its words into the modal; here they also stand in the direct message',
  },
  'answers to a submission': {
    state: 'supported',
    provedBy: 'the bot answers a submission with another view, in its place or on top',
  },
  'errors beside inputs': {
    state: 'supported',
    provedBy: 'the bot objects to an input and the modal stays open',
  },
  view_closed: {
    state: 'partial',
    provedBy: 'the person closes the whole stack, and the bot is notified with is_cleared',
    gap: 'told of the view in front only',
  },
  hash_conflict: {
    state: 'supported',
    provedBy: 'a view is updated by id or by its own name, and only from the state one knows',
  },
  'external menus': {
    state: 'partial',
    provedBy: 'what a person types in a message’s menu reaches the bot, signed, and its options come back',
    gap: 'asked at the request URL, whatever message_menu_options_url says',
  },
  'what the client stops': {
    state: 'partial',
    provedBy: '%s: what the client sends, and what it stops',
    gap: 'no focus, no debounce; people and channels chosen from lists are not looked up',
  },
  'file inputs': {
    state: 'supported',
    provedBy: 'a person uploads a file, the modal carries it, and the bot reads it',
  },
  'private addresses of files': {
    state: 'partial',
    provedBy: 'a private address opens to the bot and to the page, not to a stranger or another site',
    gap: 'a stranger gets 403, where Slack leads to a page to sign in at',
  },
  'retries of events': {
    state: 'partial',
    provedBy: 'an event that the bot fails is sent again: at once, after a minute, after five, then no more',
    gap: 'app_home_opened and member_joined_channel are the only events; no delayed events, no app_rate_limited, never switched off',
  },
  'x-slack-no-retry': { state: 'supported', provedBy: 'the bot fails and asks for no retry' },
  url_verification: {
    state: 'partial',
    provedBy: 'events wait for a URL that answered the challenge: refused at first, sent after Retry',
    gap: 'asked before the first event, where Slack asks when somebody enters the URL',
  },
  'an update with text alone': {
    state: 'supported',
    provedBy: 'an update with text alone takes the blocks away and marks the message as edited',
  },
  'ephemerals that cannot be updated': {
    state: 'supported',
    provedBy: 'what cannot be updated: another’s message, a missing one, an ephemeral one, a channel by name',
  },
  'broadcast replies': {
    state: 'supported',
    provedBy: 'a broadcast reply stands in the thread and in the channel',
  },
  'Slack Connect strangers': {
    state: 'supported',
    provedBy: 'a guest of another company clicks: the person is theirs, the workspace is ours',
  },
  'faults on demand': {
    state: 'supported',
    provedBy: 'the connection is cut after the message was posted: a client that tries again posts twice',
  },
  'a workspace that is kept': {
    state: 'partial',
    provedBy: 'a used workspace, put into a new one, gives the same answers',
    gap: 'open modals, triggers and the switches for limits and plan are not kept',
  },
  'interactions sent again': {
    state: 'missing',
    gap: 'Slack documents none; POST /_sandbox/again sends the last one',
  },
  edit_window_closed: { state: 'missing', gap: 'a message can be updated for ever' },
  'message shortcuts': {
    state: 'partial',
    provedBy: 'a shortcut in the menu of a message reaches the bot with that message, and with no app',
    gap: 'no global shortcuts; answers through the address alone',
  },
  member_joined_channel: {
    state: 'supported',
    provedBy:
      'the app gets events of its own joining and of others in its channels, and none of other channels',
  },
}

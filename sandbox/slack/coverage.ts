/** How far a part of the fake is Slack's own, which test proves it, and what it does not do. */
export interface Coverage {
  state: 'supported' | 'partial' | 'missing'
  /** The title of a test in `test/sandbox/slack/`, or the name of a row of its table; what is missing has none. */
  provedBy?: string
  gap?: string
}

/** Every method of the Web API that is served, and those that a bot like this one might look for. */
export const COVERAGE: Readonly<Record<string, Coverage>> = {
  'api.test': { state: 'supported', provedBy: 'api.test answers anybody, and echoes an error' },
  'auth.test': {
    state: 'partial',
    provedBy: 'the token says who the bot is',
    gap: 'app_id always comes; Slack’s own types have it, its documentation does not say when',
  },
  'chat.postMessage': {
    state: 'partial',
    provedBy: 'a message is posted by id, by name and by name with a hash',
    gap: 'mrkdwn, parse, link_names, unfurl_*, username and icon_* are ignored; a text is stored as sent, not escaped; images are not fetched; the byte limits of metadata (8,000) and attachments (100,000) are ours, Slack publishes none',
  },
  'chat.update': {
    state: 'partial',
    provedBy: 'an update with text alone takes the blocks away and marks the message as edited',
    gap: 'no edit_window_closed; blocks always go when only text is given, attachments stay until given anew; the gaps of chat.postMessage',
  },
  'chat.delete': {
    state: 'supported',
    provedBy: 'a deleted message is gone; one with replies leaves a tombstone',
  },
  'chat.postEphemeral': {
    state: 'partial',
    provedBy: 'an ephemeral message is seen by one person; strangers to the channel get none',
    gap: 'attachments that hold blocks are always refused, where Slack may take some; the message outlives a reload of the client',
  },
  'chat.getPermalink': {
    state: 'supported',
    provedBy: 'a permalink leads to the message, and for a reply to its thread',
  },
  'chat.scheduleMessage': { state: 'missing', gap: 'nothing can be sent later' },
  'chat.unfurl': { state: 'missing', gap: 'links are not unfurled' },
  'conversations.info': {
    state: 'partial',
    provedBy: 'a channel tells whether it is shared with another company',
    gap: 'no topic, purpose, previous names or locale',
  },
  'conversations.list': {
    state: 'partial',
    provedBy: 'channels are listed page by page',
    gap: 'no group messages',
  },
  'conversations.history': {
    state: 'supported',
    provedBy: 'history between two moments, with and without the moments themselves',
  },
  'conversations.replies': {
    state: 'supported',
    provedBy: 'a thread is read from its root or from any reply',
  },
  'conversations.members': { state: 'supported', provedBy: 'members are listed' },
  'conversations.open': {
    state: 'partial',
    provedBy: 'a direct message is opened before anything is said',
    gap: 'one person only; no return_im',
  },
  'conversations.join': { state: 'supported', provedBy: 'the bot joins a public channel, and no other' },
  'files.getUploadURLExternal': { state: 'supported', provedBy: 'a file is uploaded and shared' },
  'files.completeUploadExternal': {
    state: 'partial',
    provedBy: 'a file that never arrived cannot be shared',
    gap: 'one channel only; no blocks; the size of an image is not read, and its thumbs are the whole image',
  },
  'files.info': { state: 'supported', provedBy: 'a file is looked up' },
  'files.delete': {
    state: 'supported',
    provedBy: 'a deleted file leaves a tombstone, and its address leads nowhere',
  },
  'reactions.add': {
    state: 'partial',
    provedBy: 'a reaction is added once',
    gap: 'any well-formed name is taken for an emoji; no too_many_reactions',
  },
  'usergroups.list': {
    state: 'partial',
    provedBy: 'user groups are listed, with their people when asked',
    gap: 'no disabled groups',
  },
  'usergroups.users.list': {
    state: 'supported',
    provedBy: 'on the free plan there are no user groups',
  },
  'users.conversations': {
    state: 'partial',
    provedBy: 'the channels that the bot is in are listed',
    gap: 'no group messages',
  },
  'users.info': {
    state: 'partial',
    provedBy: 'a person is looked up; one from another company is a stranger',
    gap: 'a short profile',
  },
  'users.list': {
    state: 'partial',
    provedBy: 'people are listed page by page, the bot and the stranger among them',
    gap: 'a short profile; Slackbot is not listed',
  },
  'views.open': {
    state: 'partial',
    provedBy: 'a trigger works for three seconds and once',
    gap: 'a second modal takes the place of the first',
  },
  'views.push': { state: 'supported', provedBy: 'three views lie on each other, not four' },
  'views.update': {
    state: 'supported',
    provedBy: 'a view is updated by id or by its own name, and only from the state one knows',
  },
  'views.publish': { state: 'supported', provedBy: 'two publish at once: the one with the old hash loses' },
}

/** Every block, on whichever surface it may stand. */
export const BLOCK_COVERAGE: Readonly<Record<string, Coverage>> = {
  actions: { state: 'supported', provedBy: 'actions elements' },
  alert: {
    state: 'partial',
    provedBy: 'alert text',
    gap: 'modals only; one sample of Slack shows it in a message; the length of 200 is hearsay',
  },
  call: { state: 'partial', provedBy: 'call_id', gap: 'any call_id is taken, since calls.add is not served' },
  card: {
    state: 'partial',
    provedBy: 'card actions',
    gap: 'slack_icon is refused; three buttons at most is hearsay',
  },
  carousel: { state: 'supported', provedBy: 'carousel' },
  container: { state: 'supported', provedBy: 'container blocks' },
  context: { state: 'supported', provedBy: 'context elements' },
  context_actions: { state: 'supported', provedBy: 'context actions' },
  data_table: {
    state: 'partial',
    provedBy: 'data table rows',
    gap: 'no cells with buttons; the sizes are hearsay',
  },
  data_visualization: {
    state: 'partial',
    provedBy: 'chart series',
    gap: 'twelve series, where an older text of Slack says six; twelve segments of a pie are a guess',
  },
  divider: { state: 'supported', provedBy: 'blocks of a message' },
  file: { state: 'partial', provedBy: 'file external_id', gap: 'any external_id is taken' },
  header: { state: 'supported', provedBy: 'header level' },
  image: { state: 'partial', provedBy: 'image alt_text', gap: 'the image is not fetched' },
  input: { state: 'supported', provedBy: 'every input' },
  markdown: { state: 'supported', provedBy: 'markdown of all blocks' },
  plan: { state: 'supported', provedBy: 'a plan with its tasks' },
  rich_text: { state: 'supported', provedBy: 'rich text of every kind' },
  section: { state: 'supported', provedBy: 'section fields' },
  table: { state: 'supported', provedBy: 'table characters' },
  task_card: { state: 'supported', provedBy: 'a task in an unknown state' },
  video: {
    state: 'partial',
    provedBy: 'video title',
    gap: 'the app needs neither links.embed:write nor the domain among its own',
  },
}

/** How Slack behaves around its methods: what it refuses, how it waits, what people see. */
export const BEHAVIOURS: Readonly<Record<string, Coverage>> = {
  'scopes of the manifest': {
    state: 'supported',
    provedBy: 'the scopes of the manifest are all that the token may use',
  },
  'rate limits by tier': {
    state: 'partial',
    provedBy: 'the tiers: the call after the last allowed one is told to wait',
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
    provedBy: 'the bot takes longer than three seconds: Slack gives up, the bot goes on',
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
    provedBy: 'the person closes the whole stack, and the bot hears that all is gone',
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
    gap: 'app_home_opened is the only event; no delayed events, no app_rate_limited, never switched off',
  },
  'x-slack-no-retry': { state: 'supported', provedBy: 'the bot fails and asks for no retry' },
  url_verification: {
    state: 'partial',
    provedBy: 'a request URL is verified by its challenge, bare or as JSON',
    gap: 'not asked for at the start',
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
  shortcuts: { state: 'missing', gap: 'no global or message shortcuts' },
}

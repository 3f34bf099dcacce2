import type { Covered } from '../../coverage.ts'

/** Every method of the Web API that is served, and those that a bot like this one might look for. */
export const METHOD_COVERAGE: Covered = {
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
    gap: 'no edit_window_closed; blocks always go when only text is given, attachments stay until given again; the gaps of chat.postMessage',
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
    provedBy: 'a channel shows whether it is shared with another company',
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
